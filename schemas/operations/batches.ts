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
      "Creates one item for each line and policy, judged with priority `batch`, after the requests of POST " +
      "/classify. Lines are stored as they arrive. The response is sent after every line is committed; an " +
      "interrupted upload leaves nothing in the service. **A bad line does not stop the others**: it is counted, " +
      "and the results contain its error. Send JSONL or CSV as the body, or as the only file of a " +
      "`multipart/form-data` form. CSV (RFC 4180) has a header row with the columns `content`, `id` or " +
      "`external_id`, `policy_id`, `policy_version`, `reasoning_effort` and `metadata.NAME` (not case-sensitive " +
      "except after `metadata.`), separated by `delimiter`; an empty cell counts as missing. Policies are resolved " +
      "once for the whole upload, so a version that is activated during it has no effect. A line may be as long as " +
      "a body of POST /classify. With an `Idempotency-Key` the same upload can be sent again: the response is the " +
      "same batch, and nothing is judged twice.",
    scope: "classify",
    headers: ["Idempotency-Key"],
    query: createBatchQuerySchema,
    body: {
      mediaType: JSONL_TYPE,
      schema: batchLineSchema,
      description:
        "One JSON object per line; also accepted as application/x-ndjson, as CSV (text/csv), or as the file of a form.",
      example: { content: "WIN a FREE phone, click here!!!", external_id: "post-8812" },
    },
    responses: [
      {
        status: 202,
        description: "Accepted: every line is stored, and the valid ones will be judged.",
        bodies: [{ mediaType: JSON_TYPE, schema: batchSchema, example: exampleBatch }],
        headers: ["Location", "Idempotent-Replayed"],
      },
    ],
    problems: [
      "policy_not_found",
      "policy_version_not_found",
      "policy_archived",
      "policy_not_active",
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
    description: "Newest first.",
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
    summary: "Get a batch",
    description: "Its lines, its items by status, its rate and the estimated time left.",
    scope: "verdicts:read",
    responses: [
      {
        status: 200,
        description: "The current state of the batch.",
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
    summary: "Get the results in input order",
    description:
      "Streams one result for each line and policy, including bad lines. Before the batch is finished the status is 409. In " +
      "CSV, text that a spreadsheet would interpret as a formula is prefixed with an apostrophe.",
    scope: "verdicts:read",
    query: batchResultsQuerySchema,
    responses: [
      {
        status: 200,
        description: "One result per line.",
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
      "Requires the key that uploaded it, or an admin key. Items that are not judged yet become expired with the code " +
      "`batch_cancelled`; judged items keep their verdicts. A finished batch does not change.",
    scope: "classify",
    responses: [
      {
        status: 200,
        description: "The batch, cancelling or finished.",
        bodies: [{ mediaType: JSON_TYPE, schema: batchSchema }],
      },
    ],
    problems: ["batch_not_found"],
  },
];
