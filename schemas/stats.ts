import type { FromSchema } from "json-schema-to-ts";
import { policyIdSchema, timestampSchema } from "./common.ts";

/** Maximum number of buckets in a response. */
export const MAX_STATS_BUCKETS = 120;
/** Policies with their own rows; the others are summed. */
export const MAX_STATS_POLICIES = 12;

const count = { type: "integer", minimum: 0 } as const;

/** The query of GET /stats. */
export const statsQuerySchema = {
  $id: "stats-query",
  title: "StatsQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    policy_id: policyIdSchema,
    since: {
      ...timestampSchema,
      description: "Only records that settled at this time or later. Default: a day before `until`.",
    },
    until: { ...timestampSchema, description: "Only records that settled before this time. Default: now." },
  },
} as const;

export type StatsQuery = FromSchema<typeof statsQuerySchema>;

/** Sums over the records of one policy that settled in one bucket. */
export const statsRowSchema = {
  type: "object",
  additionalProperties: false,
  required: [
    "start",
    "policy_id",
    "violation",
    "allowed",
    "failed",
    "expired",
    "reused",
    "started",
    "queued_ms",
    "max_queued_ms",
    "judged",
    "engine_ms",
    "prompt_tokens",
    "cached_tokens",
    "reasoning_tokens",
    "completion_tokens",
  ],
  properties: {
    start: { ...timestampSchema, description: "When the bucket begins." },
    policy_id: {
      anyOf: [policyIdSchema, { type: "null" }],
      description: `Null: all policies except the ${MAX_STATS_POLICIES} with the most records.`,
    },
    violation: { ...count, description: "Completed records with a violation, as the model decided." },
    allowed: { ...count, description: "Completed records without one." },
    failed: { ...count, description: "Records that could not be judged." },
    expired: { ...count, description: "Records that were not judged in time." },
    reused: {
      ...count,
      description:
        "Of the completed records, those that got the verdict of an identical item: from the verdict cache, or judged at the same time.",
    },
    started: { ...count, description: "Records that a worker began: those with a wait." },
    queued_ms: { ...count, description: "Sum of their waits." },
    max_queued_ms: { ...count, description: "The longest wait." },
    judged: { ...count, description: "Records that the engine judged." },
    engine_ms: { ...count, description: "Sum of the engine's time for them." },
    prompt_tokens: {
      ...count,
      description: "Sum over the records that the engine judged, like the next three.",
    },
    cached_tokens: { ...count, description: "Of the prompt tokens, those that were in the engine's cache." },
    reasoning_tokens: count,
    completion_tokens: count,
  },
} as const;

export const statsSchema = {
  $id: "stats",
  title: "Stats",
  type: "object",
  additionalProperties: false,
  required: ["since", "until", "bucket_seconds", "data", "now"],
  properties: {
    since: {
      ...timestampSchema,
      description: "When the first bucket begins, which may be earlier than requested.",
    },
    until: { ...timestampSchema, description: "When the last bucket ends." },
    bucket_seconds: {
      type: "integer",
      minimum: 60,
      description: `Follows from the period: at most ${MAX_STATS_BUCKETS} buckets. Buckets are aligned in UTC.`,
    },
    data: {
      type: "array",
      items: statsRowSchema,
      description: "Oldest bucket first. A bucket without settled records has no row.",
    },
    now: {
      type: "object",
      additionalProperties: false,
      required: ["queued", "running", "oldest_queued_at"],
      description: "What is not settled yet.",
      properties: {
        queued: count,
        running: count,
        oldest_queued_at: { anyOf: [timestampSchema, { type: "null" }] },
      },
    },
  },
} as const;

export type Stats = FromSchema<typeof statsSchema>;
export type StatsRow = Stats["data"][number];
