import {
  type Batch,
  batchLineSchema,
  batchPageSchema,
  batchQuerySchema,
  batchSchema,
  createBatchQuerySchema,
} from "../batch.ts";
import { batchResultSchema, batchResultsQuerySchema } from "../batch-result.ts";
import type { Operation } from "./operation.ts";

const JSON_TYPE = "application/json";
const JSONL_TYPE = "application/jsonl";

const exampleBatch: Batch = {
  id: "019aab5e-8f02-7d11-9a4c-51a7c0de0f42",
  status: "running",
  format: "jsonl",
  lines: { total: 100_000, bad: 1000 },
  items: { total: 99_000, queued: 53_780, running: 8, completed: 45_200, failed: 12, expired: 0 },
  items_per_second: 412.5,
  seconds_left: 131,
  created_at: "2026-11-23T09:30:00.000Z",
  completed_at: null,
};

export const batchesOperations: readonly Operation[] = [
  {
    id: "createBatch",
    method: "post",
    path: "/batches",
    tag: "Batches",
    summary: "Upload many items",
    description:
      "One item for each line, judged with priority `batch`: callers of POST /classify go first. The upload is stored " +
      "as it arrives, and the answer comes once every line of it is committed; an upload that breaks off leaves nothing " +
      "behind. **A bad line does not stop the others**: it is counted, and the results say what is wrong with it. " +
      "JSONL and CSV come as the body itself or as the one file of a `multipart/form-data` form. CSV (RFC 4180) has a " +
      "header row with the columns `content`, `id` or `external_id`, `policy_id`, `policy_version`, `reasoning_effort` and " +
      "`metadata.NAME`, in capitals or not, separated as `delimiter` says; an empty cell is an absent one. A policy is looked up once for the whole upload, so a version " +
      "that is activated meanwhile changes nothing. A line may be as long as a body of POST /classify. With an " +
      "`Idempotency-Key` the same upload can be sent again: it returns the same batch, and nothing is judged twice.",
    scope: "classify",
    headers: ["Idempotency-Key"],
    query: createBatchQuerySchema,
    body: {
      mediaType: JSONL_TYPE,
      schema: batchLineSchema,
      description:
        "One JSON object a line; also as application/x-ndjson, or CSV as text/csv, or either as a form's file.",
      example: { content: "WIN a FREE phone, click here!!!", external_id: "post-8812" },
    },
    responses: [
      {
        status: 202,
        description: "Accepted: every line is stored, and the good ones will be judged.",
        bodies: [{ mediaType: JSON_TYPE, schema: batchSchema, example: exampleBatch }],
        headers: ["Location", "Idempotent-Replayed"],
      },
    ],
    problems: [
      "policy_not_found",
      "policy_version_not_found",
      "policy_archived",
      "idempotency_conflict",
      "idempotency_in_progress",
      "rate_limit_exceeded",
      "concurrency_limit_exceeded",
    ],
  },
  {
    id: "listBatches",
    method: "get",
    path: "/batches",
    tag: "Batches",
    summary: "List batches",
    description: "The newest first.",
    scope: "verdicts:read",
    query: batchQuerySchema,
    responses: [
      { status: 200, description: "One page.", bodies: [{ mediaType: JSON_TYPE, schema: batchPageSchema }] },
    ],
    problems: ["invalid_request"],
  },
  {
    id: "getBatch",
    method: "get",
    path: "/batches/{batch_id}",
    tag: "Batches",
    summary: "How far a batch is",
    description: "Lines, items by status, rate and time left.",
    scope: "verdicts:read",
    responses: [
      {
        status: 200,
        description: "The batch as it stands.",
        bodies: [{ mediaType: JSON_TYPE, schema: batchSchema, example: exampleBatch }],
      },
    ],
    problems: ["batch_not_found"],
  },
  {
    id: "getBatchResults",
    method: "get",
    path: "/batches/{batch_id}/results",
    tag: "Batches",
    summary: "The results in input order",
    description:
      "Streamed, one result for each line and policy, bad lines included. Only once the batch has ended: before that " +
      "409. In CSV a text that a spreadsheet would take for a formula has an apostrophe in front.",
    scope: "verdicts:read",
    query: batchResultsQuerySchema,
    responses: [
      {
        status: 200,
        description: "One result a line.",
        bodies: [{ mediaType: JSONL_TYPE, schema: batchResultSchema }, { mediaType: "text/csv" }],
      },
    ],
    problems: ["invalid_request", "batch_not_found", "batch_unfinished"],
  },
  {
    id: "cancelBatch",
    method: "post",
    path: "/batches/{batch_id}/cancel",
    tag: "Batches",
    summary: "Cancel a batch",
    description:
      "With the key that uploaded it, or an admin's. Items that are not judged yet become expired with the code " +
      "`batch_cancelled`; what is judged stays. A batch that has ended stays as it is.",
    scope: "classify",
    responses: [
      {
        status: 200,
        description: "The batch, cancelling or ended.",
        bodies: [{ mediaType: JSON_TYPE, schema: batchSchema }],
      },
    ],
    problems: ["batch_not_found"],
  },
];
