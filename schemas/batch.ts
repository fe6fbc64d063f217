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

export const CSV_DELIMITERS = [",", ";", "\t", "|"] as const;

export type CsvDelimiter = (typeof CSV_DELIMITERS)[number];

export const batchStatusSchema = {
  enum: ["running", "cancelling", "cancelled", "completed"],
  description:
    "running: items are waiting or being judged. cancelling: items that are not judged yet are being dropped. cancelled " +
    "and completed: the batch is final, and its results can be read.",
} as const;

export type BatchStatus = FromSchema<typeof batchStatusSchema>;

const policyIds = {
  type: "array",
  minItems: 1,
  maxItems: MAX_POLICIES_PER_REQUEST,
  uniqueItems: true,
  items: policyIdSchema,
} as const;

/**
 * One line of a JSONL upload. In CSV every property except policy_ids is a column; metadata has one column for each
 * name.
 */
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
      description: "Synonym of external_id; use one of the two.",
    },
    policy_id: { ...policyIdSchema, description: "Overrides the policy of the query." },
    policy_ids: { ...policyIds, description: "Several policies, instead of policy_id." },
    policy_version: { ...policyVersionSchema, description: "Only with policy_id." },
    reasoning_effort: reasoningEffortSchema,
    metadata: metadataSchema,
  },
} as const;

export type BatchLine = FromSchema<typeof batchLineSchema>;

/** The query of POST /batches: defaults for lines that do not set these themselves. */
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
      description: "Instead of policy_id: up to eight, separated by commas.",
    },
    policy_version: {
      ...policyVersionSchema,
      description: "Only with policy_id. Default: the active version.",
    },
    reasoning_effort: { ...reasoningEffortSchema, description: "For lines that name none." },
    delimiter: {
      enum: CSV_DELIMITERS,
      description: "The separator of CSV cells. Default: a comma. In a URL, `;` is `%3B` and a tab is `%09`.",
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
    format: { enum: ["jsonl", "csv"], description: "The format of the upload." },
    lines: {
      type: "object",
      additionalProperties: false,
      required: ["total", "bad"],
      properties: {
        total: {
          ...count,
          description: "Lines of the upload, without empty lines and the header of a CSV.",
        },
        bad: { ...count, description: "Lines that cannot be judged. The results say why, line by line." },
      },
    },
    items: {
      type: "object",
      additionalProperties: false,
      required: ["total", "queued", "running", "completed", "failed", "expired"],
      description: "Items by the status of their records. Each valid line has one item for each policy.",
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
        "Over the last ten to twenty seconds while running; over the whole run when finished. Null until known.",
    },
    seconds_left: {
      type: ["integer", "null"],
      minimum: 0,
      description: "Estimate at that rate. Null until known.",
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
    after: { ...verdictIdSchema, description: "`next_cursor` of an earlier page." },
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
