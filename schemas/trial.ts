import type { FromSchema } from "json-schema-to-ts";
import {
  policyIdSchema,
  policyVersionSchema,
  sha256Schema,
  timestampSchema,
  verdictIdSchema,
} from "./common.ts";
import { intervalSchema } from "./evaluation-report.ts";

/** Maximum number of records that a trial compares. */
const MAX_TRIAL_ITEMS = 100_000;

/** Lower, because a replay copies its items in one transaction. */
const MAX_REPLAY_ITEMS = 10_000;

export const DEFAULT_SHADOW_ITEMS = 10_000;
export const DEFAULT_REPLAY_ITEMS = 1000;

const count = { type: "integer", minimum: 0 } as const;

/** The body of POST /policies/{policy_id}/shadow. */
export const startShadowRequestSchema = {
  $id: "start-shadow-request",
  title: "StartShadowRequest",
  type: "object",
  additionalProperties: false,
  required: ["version", "share"],
  properties: {
    version: { ...policyVersionSchema, description: "The candidate." },
    share: {
      type: "number",
      exclusiveMinimum: 0,
      maximum: 1,
      description: "The share of the live items that is also judged under the candidate.",
    },
    limit: {
      type: "integer",
      minimum: 1,
      maximum: MAX_TRIAL_ITEMS,
      default: DEFAULT_SHADOW_ITEMS,
      description: "Sampling ends after this many items.",
    },
  },
} as const;

export type StartShadowRequest = FromSchema<
  typeof startShadowRequestSchema,
  { keepDefaultedPropertiesOptional: true }
>;

/** The body of POST /policies/{policy_id}/replay. */
export const startReplayRequestSchema = {
  $id: "start-replay-request",
  title: "StartReplayRequest",
  type: "object",
  additionalProperties: false,
  required: ["version"],
  properties: {
    version: { ...policyVersionSchema, description: "The candidate." },
    limit: {
      type: "integer",
      minimum: 1,
      maximum: MAX_REPLAY_ITEMS,
      default: DEFAULT_REPLAY_ITEMS,
      description: "How many records to judge again, the latest first.",
    },
    since: { ...timestampSchema, description: "Only records that were judged at this time or later." },
  },
} as const;

export type StartReplayRequest = FromSchema<
  typeof startReplayRequestSchema,
  { keepDefaultedPropertiesOptional: true }
>;

export const trialKindSchema = {
  enum: ["shadow", "replay"],
  description: "shadow: judges a share of the live items. replay: judges recent records again.",
} as const;

export type TrialKind = FromSchema<typeof trialKindSchema>;

/** `count` of `total`, with Wilson's interval. */
const shareSchema = {
  type: "object",
  additionalProperties: false,
  required: ["count", "total", "value", "interval"],
  properties: {
    count,
    total: count,
    value: { type: ["number", "null"], minimum: 0, maximum: 1, description: "Null if the total is 0." },
    interval: intervalSchema,
  },
} as const;

const trialReportSchema = {
  type: "object",
  additionalProperties: false,
  required: ["disagreements", "only_live", "only_candidate", "other_category", "kappa", "over_time"],
  properties: {
    disagreements: {
      ...shareSchema,
      description: "The share of the items judged under both whose violation or category differs.",
    },
    only_live: { ...count, description: "Items that only the live verdict finds to be a violation." },
    only_candidate: { ...count, description: "Items that only the candidate finds to be a violation." },
    other_category: { ...count, description: "Items with the same decision but another category." },
    kappa: { type: ["number", "null"], description: "Cohen's kappa of the two decisions." },
    over_time: {
      type: "array",
      description: "By the time of the live verdict, oldest first; the latest 1,000 at most.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["from", "disagreements"],
        properties: { from: timestampSchema, disagreements: shareSchema },
      },
    },
  },
} as const;

export type TrialReport = FromSchema<typeof trialReportSchema>;

/**
 * A shadow or replay: a candidate version judges items that another version has judged. Only its report contains its
 * verdicts.
 */
export const trialSchema = {
  $id: "trial",
  title: "Trial",
  type: "object",
  additionalProperties: false,
  required: [
    "id",
    "kind",
    "status",
    "policy",
    "share",
    "limit",
    "seen",
    "items",
    "judged",
    "failed",
    "waiting",
    "key_id",
    "created_at",
    "ended_at",
    "report",
  ],
  properties: {
    id: verdictIdSchema,
    kind: trialKindSchema,
    status: {
      enum: ["running", "stopped", "completed"],
      description: "completed: the limit is reached, and every item is judged.",
    },
    policy: {
      type: "object",
      additionalProperties: false,
      required: ["id", "version", "sha256"],
      properties: { id: policyIdSchema, version: policyVersionSchema, sha256: sha256Schema },
      description: "The candidate.",
    },
    share: { type: ["number", "null"], description: "Null for a replay." },
    limit: count,
    seen: { ...count, description: "Live verdicts of other versions, of which the items are a sample." },
    items: { ...count, description: "Items for the candidate to judge." },
    judged: count,
    failed: { ...count, description: "Items that the candidate could not judge." },
    waiting: { ...count, description: "Items that are not judged yet." },
    key_id: { type: "string", description: "The id of the API key that started it." },
    created_at: timestampSchema,
    ended_at: { anyOf: [timestampSchema, { type: "null" }] },
    report: {
      anyOf: [trialReportSchema, { type: "null" }],
      description: "What was found so far. Null in lists.",
    },
  },
} as const;

export type Trial = FromSchema<typeof trialSchema>;

/** The query of GET /trials/{trial_id}. */
export const trialReportQuerySchema = {
  $id: "trial-report-query",
  title: "TrialReportQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    by: { enum: ["hour", "day"], default: "day", description: "The length of the intervals of `over_time`." },
  },
} as const;

export type TrialReportQuery = FromSchema<
  typeof trialReportQuerySchema,
  { keepDefaultedPropertiesOptional: true }
>;

export const DEFAULT_TRIAL_PAGE_SIZE = 20;

/** The query of GET /trials. */
export const trialQuerySchema = {
  $id: "trial-query",
  title: "TrialQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    policy_id: policyIdSchema,
    kind: trialKindSchema,
    after: { ...verdictIdSchema, description: "`next_cursor` of an earlier page." },
    limit: { type: "integer", minimum: 1, maximum: 100, default: DEFAULT_TRIAL_PAGE_SIZE },
  },
} as const;

export type TrialQuery = FromSchema<typeof trialQuerySchema, { keepDefaultedPropertiesOptional: true }>;

/** Newest first, without reports. */
export const trialPageSchema = {
  $id: "trial-page",
  title: "TrialPage",
  type: "object",
  additionalProperties: false,
  required: ["data", "next_cursor", "has_more"],
  properties: {
    data: { type: "array", items: trialSchema },
    next_cursor: { type: ["string", "null"] },
    has_more: { type: "boolean" },
  },
} as const;

export type TrialPage = FromSchema<typeof trialPageSchema>;

const sideSchema = {
  type: "object",
  additionalProperties: false,
  required: ["version", "violation", "policy_category", "rationale"],
  properties: {
    version: {
      anyOf: [policyVersionSchema, { type: "null" }],
      description: "Null if the record is deleted.",
    },
    violation: { enum: [0, 1] },
    policy_category: { type: ["string", "null"] },
    rationale: { type: ["string", "null"], description: "Null once erased." },
  },
} as const;

/** An item for which the live verdict and the candidate's differ. */
export const disagreementSchema = {
  $id: "disagreement",
  title: "Disagreement",
  type: "object",
  additionalProperties: false,
  required: ["verdict_id", "kind", "judged_at", "live", "candidate"],
  properties: {
    verdict_id: { ...verdictIdSchema, description: "The live record." },
    kind: { enum: ["only_live", "only_candidate", "other_category"] },
    judged_at: timestampSchema,
    live: sideSchema,
    candidate: sideSchema,
  },
} as const;

export type Disagreement = FromSchema<typeof disagreementSchema>;

export const DEFAULT_DISAGREEMENT_PAGE_SIZE = 50;

/** The query of GET /trials/{trial_id}/disagreements. */
export const disagreementQuerySchema = {
  $id: "disagreement-query",
  title: "DisagreementQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    after: {
      type: "integer",
      minimum: 0,
      maximum: MAX_TRIAL_ITEMS,
      description: "`next_cursor` of an earlier page.",
    },
    limit: { type: "integer", minimum: 1, maximum: 200, default: DEFAULT_DISAGREEMENT_PAGE_SIZE },
  },
} as const;

export type DisagreementQuery = FromSchema<
  typeof disagreementQuerySchema,
  { keepDefaultedPropertiesOptional: true }
>;

/** The latest live verdicts first. */
export const disagreementPageSchema = {
  $id: "disagreement-page",
  title: "DisagreementPage",
  type: "object",
  additionalProperties: false,
  required: ["data", "next_cursor", "has_more"],
  properties: {
    data: { type: "array", items: disagreementSchema },
    next_cursor: { type: ["integer", "null"] },
    has_more: { type: "boolean" },
  },
} as const;

export type DisagreementPage = FromSchema<typeof disagreementPageSchema>;
