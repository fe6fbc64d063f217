import type { FromSchema } from "json-schema-to-ts";
import { MAX_POLICIES_PER_REQUEST } from "./classify-request.ts";
import {
  externalIdSchema,
  metadataSchema,
  policyIdSchema,
  policyVersionSchema,
  reasoningEffortSchema,
  timestampSchema,
  verdictIdSchema,
} from "./common.ts";
import { contentSchema } from "./content.ts";

/** Lines of one batch, empty ones not counted. */

export const CSV_DELIMITERS = [",", ";", "\t", "|"] as const;

export type CsvDelimiter = (typeof CSV_DELIMITERS)[number];

export const batchStatusSchema = {
  enum: ["running", "cancelling", "cancelled", "completed"],
  description:
    "running: items wait or are judged. cancelling: what is not judged yet is being given up. cancelled and " +
    "completed: nothing changes any more, and the results can be read.",
} as const;

export type BatchStatus = FromSchema<typeof batchStatusSchema>;

const policyIds = {
  type: "array",
  minItems: 1,
  maxItems: MAX_POLICIES_PER_REQUEST,
  uniqueItems: true,
  items: policyIdSchema,
} as const;

/** One line of a JSONL upload. In CSV each of these but policy_ids is a column, metadata one for each name. */
export const batchLineSchema = {
  $id: "batch-line",
  title: "BatchLine",
  type: "object",
  additionalProperties: false,
  required: ["content"],
  properties: {
    content: contentSchema,
    external_id: externalIdSchema,
    id: {
      anyOf: [externalIdSchema, { type: "integer" }],
      description: "Another name for external_id; one of the two.",
    },
    policy_id: { ...policyIdSchema, description: "Instead of what the query names." },
    policy_ids: { ...policyIds, description: "Several, instead of policy_id." },
    policy_version: { ...policyVersionSchema, description: "With policy_id only." },
    reasoning_effort: reasoningEffortSchema,
    metadata: metadataSchema,
  },
} as const;

export type BatchLine = FromSchema<typeof batchLineSchema>;

/** The query of POST /batches: by what lines are judged that do not say so themselves. */
export const createBatchQuerySchema = {
  $id: "create-batch-query",
  title: "CreateBatchQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    policy_id: { ...policyIdSchema, description: "The policy for lines that name none." },
    policy_ids: {
      type: "string",
      pattern: "^[a-z0-9][a-z0-9._-]{0,63}(,[a-z0-9][a-z0-9._-]{0,63}){0,7}$",
      description: "Instead of policy_id: up to eight, with commas between them.",
    },
    policy_version: {
      ...policyVersionSchema,
      description: "With policy_id only. Default: the active version.",
    },
    reasoning_effort: { ...reasoningEffortSchema, description: "For lines that name none." },
    delimiter: {
      enum: CSV_DELIMITERS,
      description:
        "What separates the cells of a CSV; a comma unless given. In a URL `;` is `%3B` and a tab `%09`.",
    },
  },
} as const;

export type CreateBatchQuery = FromSchema<typeof createBatchQuerySchema>;

const count = { type: "integer", minimum: 0 } as const;

export const batchSchema = {
  $id: "batch",
  title: "Batch",
  type: "object",
  additionalProperties: false,
  required: [
    "id",
    "status",
    "format",
    "lines",
    "items",
    "items_per_second",
    "seconds_left",
    "created_at",
    "completed_at",
  ],
  properties: {
    id: verdictIdSchema,
    status: batchStatusSchema,
    format: { enum: ["jsonl", "csv"], description: "Of the upload." },
    lines: {
      type: "object",
      additionalProperties: false,
      required: ["total", "bad"],
      properties: {
        total: {
          ...count,
          description: "Lines of the upload; empty ones and a CSV's header are not counted.",
        },
        bad: { ...count, description: "Lines that cannot be judged. The results say why, line by line." },
      },
    },
    items: {
      type: "object",
      additionalProperties: false,
      required: ["total", "queued", "running", "completed", "failed", "expired"],
      description: "One item for each good line and policy, by the status of its record.",
      properties: {
        total: count,
        queued: count,
        running: count,
        completed: count,
        failed: count,
        expired: count,
      },
    },
    items_per_second: {
      type: ["number", "null"],
      minimum: 0,
      description:
        "Over the last ten to twenty seconds while running, over the whole time at the end. Null until it can be told.",
    },
    seconds_left: {
      type: ["integer", "null"],
      minimum: 0,
      description: "At that rate. Null until it can be told.",
    },
    created_at: timestampSchema,
    completed_at: { anyOf: [timestampSchema, { type: "null" }] },
  },
} as const;

export type Batch = FromSchema<typeof batchSchema>;

export const DEFAULT_BATCH_PAGE_SIZE = 20;

/** The query of GET /batches. */
export const batchQuerySchema = {
  $id: "batch-query",
  title: "BatchQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    after: { ...verdictIdSchema, description: "The next_cursor of an earlier page." },
    limit: { type: "integer", minimum: 1, maximum: 100, default: DEFAULT_BATCH_PAGE_SIZE },
  },
} as const;

export type BatchQuery = FromSchema<typeof batchQuerySchema, { keepDefaultedPropertiesOptional: true }>;

/** Newest first. */
export const batchPageSchema = {
  $id: "batch-page",
  title: "BatchPage",
  type: "object",
  additionalProperties: false,
  required: ["data", "next_cursor", "has_more"],
  properties: {
    data: { type: "array", items: batchSchema },
    next_cursor: { type: ["string", "null"] },
    has_more: { type: "boolean" },
  },
} as const;

export type BatchPage = FromSchema<typeof batchPageSchema>;
