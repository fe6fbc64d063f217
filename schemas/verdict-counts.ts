import type { FromSchema } from "json-schema-to-ts";
import { codeSchema, policyIdSchema } from "./common.ts";

export const outcomeSchema = {
  enum: ["violation", "allowed", "failed", "expired"],
  description: "How records ended. failed and expired say nothing about the content.",
} as const;

export type Outcome = FromSchema<typeof outcomeSchema>;

export const COUNT_GROUPS = ["day", "policy", "category", "outcome"] as const;

export type CountGroup = (typeof COUNT_GROUPS)[number];

/** Maximum number of rows in a response. */
export const MAX_COUNT_ROWS = 10_000;

const daySchema = { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" } as const;

/** The query of GET /verdicts/counts. */
export const verdictCountsQuerySchema = {
  $id: "verdict-counts-query",
  title: "VerdictCountsQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    by: {
      type: "string",
      pattern: `^(${COUNT_GROUPS.join("|")})(,(${COUNT_GROUPS.join("|")})){0,3}$`,
      default: "day,outcome",
      description: `The properties to count by, separated by commas: ${COUNT_GROUPS.join(", ")}.`,
    },
    policy_id: policyIdSchema,
    category: { ...codeSchema, description: "Only verdicts with this category." },
    outcome: outcomeSchema,
    since: { ...daySchema, description: "Only this day (UTC) and later." },
    until: { ...daySchema, description: "Only days before this one." },
  },
} as const;

export type VerdictCountsQuery = FromSchema<
  typeof verdictCountsQuerySchema,
  { keepDefaultedPropertiesOptional: true }
>;

/** A row has only those of the group properties by which the query counts. */
export const verdictCountsSchema = {
  $id: "verdict-counts",
  title: "VerdictCounts",
  type: "object",
  additionalProperties: false,
  required: ["data", "truncated"],
  properties: {
    data: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["count"],
        properties: {
          day: { ...daySchema, description: "The day (UTC) on which the records settled." },
          policy_id: policyIdSchema,
          policy_category: {
            type: ["string", "null"],
            description: "Null: the verdicts have no category, or one that is not a code.",
          },
          outcome: outcomeSchema,
          count: { type: "integer", minimum: 0 },
        },
      },
    },
    truncated: {
      type: "boolean",
      description: `Whether there are more than ${MAX_COUNT_ROWS} groups; the latest and largest are returned.`,
    },
  },
} as const;

export type VerdictCounts = FromSchema<typeof verdictCountsSchema>;
