import type { FromSchema } from "json-schema-to-ts";
import { externalIdSchema, itemErrorSchema } from "./common.ts";
import { verdictRecordSchema } from "./verdict-record.ts";

/** The query of GET /batches/{batch_id}/results. */
export const batchResultsQuerySchema = {
  $id: "batch-results-query",
  title: "BatchResultsQuery",
  type: "object",
  additionalProperties: false,
  properties: { format: { enum: ["jsonl", "csv"], default: "jsonl" } },
} as const;

export type BatchResultsQuery = FromSchema<
  typeof batchResultsQuerySchema,
  { keepDefaultedPropertiesOptional: true }
>;

/**
 * One line of the results as JSONL: the outcome of one line of the upload under one policy. A line with several
 * policies has one result for each, in the order in which it names them.
 */
export const batchResultSchema = {
  $id: "batch-result",
  title: "BatchResult",
  type: "object",
  additionalProperties: false,
  required: ["line", "external_id", "status", "record", "error"],
  properties: {
    line: { type: "integer", minimum: 1, description: "Number of the line in the upload, starting at 1." },
    external_id: { anyOf: [externalIdSchema, { type: "null" }] },
    status: {
      enum: ["completed", "failed", "expired", "bad", "deleted"],
      description:
        "The record's status; bad: the line cannot be judged; deleted: the record's retention period is over. " +
        "Only completed says something about the content.",
    },
    record: {
      anyOf: [verdictRecordSchema, { type: "null" }],
      description: "Null if the line never became an item: it is bad, or was cancelled first.",
    },
    error: {
      ...itemErrorSchema,
      description: "Why there is no verdict; the record's own error if there is a record.",
    },
  },
} as const;

export type BatchResult = FromSchema<typeof batchResultSchema>;
