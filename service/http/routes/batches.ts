import type { Hono } from "hono";
import {
  type BatchPage,
  type BatchQuery,
  batchQuerySchema,
  type CreateBatchQuery,
  createBatchQuerySchema,
  DEFAULT_BATCH_PAGE_SIZE,
} from "../../../schemas/batch.ts";
import { type BatchResultsQuery, batchResultsQuerySchema } from "../../../schemas/batch-result.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { policyContradiction } from "../../batches/line-reader.ts";
import type { BatchDefaults } from "../../batches/targets.ts";
import { ServiceError } from "../../errors.ts";
import { resultsBody } from "../batch-results.ts";
import { openUpload } from "../batch-upload.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { idempotencyKeyOf } from "../named-request.ts";
import { OpenPerKey } from "../open-per-key.ts";
import { batchIdOf } from "../path-ids.ts";
import { readQuery } from "../query.ts";

const validateCreateQuery = compileValidator<CreateBatchQuery>(createBatchQuerySchema);
const validateListQuery = compileValidator<BatchQuery>(batchQuerySchema);
const validateResultsQuery = compileValidator<BatchResultsQuery>(batchResultsQuerySchema);

const RETRY_AFTER_SECONDS = 5;

const RESULT_TYPES = { jsonl: "application/jsonl", csv: "text/csv; charset=utf-8; header=present" } as const;

/** Batches: uploads, progress, results in input order, and cancelling. */
export function batchRoutes(
  app: Hono<AppEnv>,
  { batches, batchService, config }: Pick<AppDependencies, "batches" | "batchService" | "config">,
): void {
  const uploads = new OpenPerKey();

  app.post("/batches", requireScope("classify"), async (c) => {
    const query = readQuery(c.req.url, createBatchQuerySchema, validateCreateQuery);
    const defaults = defaultsOf(query);
    const idempotencyKey = idempotencyKeyOf(c);
    const named = idempotencyKey === undefined ? {} : { idempotencyKey };
    const cells = query.delimiter === undefined ? {} : { delimiter: query.delimiter };
    const { keyId } = c.get("caller");
    const ended = uploads.begin(keyId, config.http.maxUploadsPerKey);
    if (ended === null) {
      throw new ServiceError(
        "concurrency_limit_exceeded",
        `The limit is ${config.http.maxUploadsPerKey} uploads at a time. Wait until one of them ends.`,
        { retryAfterSeconds: RETRY_AFTER_SECONDS },
      );
    }
    try {
      const upload = await openUpload(c.req.raw, config.http.maxBatchBytes);
      if (query.delimiter !== undefined && upload.format !== "csv") {
        throw new ServiceError(
          "invalid_request",
          "Only a CSV upload has a delimiter, but the upload is JSONL. Remove delimiter from the query.",
        );
      }
      const { batch, replayed } = await batchService.receive({
        keyId,
        defaults,
        ...upload,
        ...cells,
        ...named,
      });
      if (replayed) c.header("Idempotent-Replayed", "true");
      return c.json(batch, 202, { Location: `/batches/${batch.id}` });
    } finally {
      ended();
    }
  });

  app.get("/batches", requireScope("verdicts:read"), async (c) => {
    const { limit = DEFAULT_BATCH_PAGE_SIZE, after } = readQuery(
      c.req.url,
      batchQuerySchema,
      validateListQuery,
    );
    const listed = await batches.list({ limit, ...(after === undefined ? {} : { after }) });
    const page: BatchPage = {
      data: [...listed.batches],
      next_cursor: listed.batches.at(-1)?.id ?? after ?? null,
      has_more: listed.hasMore,
    };
    return c.json(page);
  });

  app.get("/batches/:id", requireScope("verdicts:read"), async (c) => {
    const batch = await batches.get(batchIdOf(c.req.param("id")));
    if (batch === null) throw new ServiceError("batch_not_found", "");
    return c.json(batch);
  });

  app.get("/batches/:id/results", requireScope("verdicts:read"), async (c) => {
    const id = batchIdOf(c.req.param("id"));
    const query = readQuery(c.req.url, batchResultsQuerySchema, validateResultsQuery);
    const { format = "jsonl" } = query;
    const batch = await batches.get(id);
    if (batch === null) throw new ServiceError("batch_not_found", "");
    if (batch.completed_at === null) {
      throw new ServiceError(
        "batch_unfinished",
        `The batch is ${batch.status}. Read its results when it is completed or cancelled.`,
        {
          retryAfterSeconds: Math.min(60, batch.seconds_left ?? RETRY_AFTER_SECONDS),
        },
      );
    }
    return c.body(resultsBody(batches, id, format), 200, {
      "Content-Type": RESULT_TYPES[format],
      "Content-Disposition": `attachment; filename="batch-${id}.${format}"`,
    });
  });

  app.post("/batches/:id/cancel", requireScope("classify"), async (c) => {
    const id = batchIdOf(c.req.param("id"));
    const { keyId, scopes } = c.get("caller");
    const owner = await batches.ownerOf(id);
    // A key that may not cancel a batch gets 404, so that ids reveal nothing about others' uploads.
    const isAllowed = owner === keyId || scopes.includes("admin");
    const batch = owner !== null && isAllowed ? await batchService.cancel(id) : null;
    if (batch === null) throw new ServiceError("batch_not_found", "");
    return c.json(batch);
  });
}

function defaultsOf(query: CreateBatchQuery): BatchDefaults {
  const contradiction = policyContradiction(query);
  if (contradiction !== null) {
    throw new ServiceError("invalid_request", `The query is not valid. ${contradiction}`);
  }
  const {
    policy_id: policyId,
    policy_ids: policyIds,
    policy_version: version,
    reasoning_effort: effort,
  } = query;
  const named = policyIds?.split(",") ?? (policyId === undefined ? [] : [policyId]);
  return {
    policyIds: [...new Set(named)],
    ...(version === undefined ? {} : { policyVersion: version }),
    ...(effort === undefined ? {} : { reasoningEffort: effort }),
  };
}
