import type { FromSchema } from "json-schema-to-ts";
import { codeSchema, externalIdSchema, metadataSchema, policyIdSchema, timestampSchema } from "./common.ts";
import { reviewStateSchema } from "./review.ts";
import { verdictStatusSchema } from "./verdict-record.ts";

export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 200;

const score = { type: "number", minimum: 0, maximum: 1 } as const;

/** The parameters by which records can be searched. */
const filterProperties = {
  policy_id: policyIdSchema,
  violation: { type: "integer", enum: [0, 1], description: "Only completed records with this verdict." },
  status: verdictStatusSchema,
  external_id: externalIdSchema,
  key_id: {
    type: "string",
    minLength: 1,
    maxLength: 64,
    description: "Only records of items that this API key sent.",
  },
  review_state: { enum: reviewStateSchema.enum, description: "Only records whose review is in this state." },
  since: { ...timestampSchema, description: "Only records that settled at this time or later." },
  until: { ...timestampSchema, description: "Only records that settled before this time." },
  category: { ...codeSchema, description: "Only verdicts with this category." },
  rule: { ...codeSchema, description: "Only verdicts that cite this rule." },
  confidence: { ...codeSchema, description: "Only verdicts with this confidence: low, medium or high." },
  min_score: { ...score, description: "Only records with at least this score." },
  max_score: { ...score, description: "Only records with at most this score." },
  metadata_key: {
    ...metadataSchema.propertyNames,
    description: "Only settled records whose metadata has this key.",
  },
  metadata_value: {
    type: "string",
    maxLength: 1024,
    description:
      "With metadata_key: only records that have this value for the key. Numbers and booleans as in JSON.",
  },
  rationale: {
    type: "string",
    minLength: 1,
    maxLength: 200,
    description:
      'Only verdicts whose rationale contains all of these words. Also "a phrase" in quotes, or between words, and -not before one. ' +
      "Words match only in exactly this form, in upper or lower case.",
  },
} as const;

/** The query of GET /verdicts, with its numbers parsed. */
export const verdictQuerySchema = {
  $id: "verdict-query",
  title: "VerdictQuery",
  type: "object",
  additionalProperties: false,
  dependentRequired: { metadata_value: ["metadata_key"] },
  properties: {
    ...filterProperties,
    after: {
      type: "string",
      minLength: 1,
      maxLength: 512,
      description: "`next_cursor` of an earlier page with the same filter and order.",
    },
    limit: { type: "integer", minimum: 1, maximum: MAX_PAGE_SIZE, default: DEFAULT_PAGE_SIZE },
    order: { enum: ["asc", "desc"], default: "asc", description: "asc: oldest first." },
  },
} as const;

export type VerdictQuery = FromSchema<typeof verdictQuerySchema, { keepDefaultedPropertiesOptional: true }>;

/** The query of GET /verdicts/export. */
export const verdictExportQuerySchema = {
  $id: "verdict-export-query",
  title: "VerdictExportQuery",
  type: "object",
  additionalProperties: false,
  dependentRequired: { metadata_value: ["metadata_key"] },
  properties: {
    ...filterProperties,
    format: { enum: ["jsonl", "csv"], default: "jsonl" },
    order: { enum: ["asc", "desc"], default: "desc", description: "desc: newest first." },
  },
} as const;

export type VerdictExportQuery = FromSchema<
  typeof verdictExportQuerySchema,
  { keepDefaultedPropertiesOptional: true }
>;

/** `after` of GET /verdicts/stream for all stored records. It cannot be a cursor. */
export const BEGINNING = "beginning";

/** The query of GET /verdicts/stream. */
export const verdictStreamQuerySchema = {
  $id: "verdict-stream-query",
  title: "VerdictStreamQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    policy_id: policyIdSchema,
    violation: verdictQuerySchema.properties.violation,
    status: { enum: ["completed", "failed", "expired"], description: "Only records with this status." },
    external_id: externalIdSchema,
    key_id: verdictQuerySchema.properties.key_id,
    after: {
      type: "string",
      minLength: 1,
      maxLength: 512,
      description:
        "The id of an event of a stream with the same filter, or `beginning` for all stored records. Default: records that " +
        "settle from now on. `Last-Event-ID` takes precedence.",
    },
  },
} as const;

export type VerdictStreamQuery = FromSchema<typeof verdictStreamQuerySchema>;
