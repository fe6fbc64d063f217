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
 * One line of the results as JSONL: what became of one line of the upload under one policy. A line under
 * several policies has as many results, in the order in which it names them.
 */
export const batchResultSchema = {
  $id: "batch-result",
  title: "BatchResult",
  type: "object",
  additionalProperties: false,
  required: ["line", "external_id", "status", "record", "error"],
  properties: {
    line: { type: "integer", minimum: 1, description: "Number of the line in the upload, counted from 1." },
    external_id: { anyOf: [externalIdSchema, { type: "null" }] },
    status: {
      enum: ["completed", "failed", "expired", "bad", "deleted"],
      description:
        "Of the record; bad: the line cannot be judged; deleted: the record's retention time is over. " +
        "Only completed says anything about the content.",
    },
    record: {
      anyOf: [verdictRecordSchema, { type: "null" }],
      description: "Null where the line never became an item: a bad line, or one cancelled before its turn.",
    },
    error: {
      ...itemErrorSchema,
      description: "Why there is no verdict. The record's own error where there is a record.",
    },
  },
} as const;

export type BatchResult = FromSchema<typeof batchResultSchema>;
