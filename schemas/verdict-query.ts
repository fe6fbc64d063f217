import type { FromSchema } from "json-schema-to-ts";
import { externalIdSchema, policyIdSchema } from "./common.ts";
import { verdictStatusSchema } from "./verdict-record.ts";

export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 200;

/** The query of GET /verdicts, with its numbers parsed. */
export const verdictQuerySchema = {
  $id: "verdict-query",
  title: "VerdictQuery",
  type: "object",
  additionalProperties: false,
  properties: {
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
