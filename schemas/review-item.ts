import type { FromSchema } from "json-schema-to-ts";
import { codeSchema, policyIdSchema, timestampSchema, verdictIdSchema } from "./common.ts";
import { contentSchema } from "./content.ts";
import { decisionKindSchema, reviewStateSchema } from "./review.ts";
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from "./verdict-query.ts";
import { verdictRecordSchema } from "./verdict-record.ts";

export const DEFAULT_LEASE_SECONDS = 600;
/** Longest reason, note or complaint, in characters. */
export const MAX_REVIEW_TEXT = 5000;

const nullable = <const Schema extends object>(schema: Schema) =>
  ({ anyOf: [schema, { type: "null" }] }) as const;

const count = { type: "integer", minimum: 0 } as const;
const words = { type: "string", minLength: 1, maxLength: MAX_REVIEW_TEXT, pattern: "\\S" } as const;

const reviewer = {
  type: "string",
  minLength: 1,
  maxLength: 100,
  pattern: "^\\S(.*\\S)?$",
  description:
    "The reviewer's name, if several people share an API key. The same name is the same person, with any key and in " +
    "upper or lower case.",
} as const;

const leaseSeconds = {
  type: "integer",
  minimum: 30,
  maximum: 3600,
  default: DEFAULT_LEASE_SECONDS,
  description: "The time for which no other reviewer gets the item.",
} as const;

/** A waiting or a decided state of the queue. */
const openStateSchema = { enum: ["needs_review", "escalated"] } as const;

const itemProperties = {
  id: verdictIdSchema,
  record: verdictRecordSchema,
  content_kept: {
    type: "boolean",
    description: "Whether GET /verdicts/{verdict_id}/content still has the content.",
  },
  queued_at: {
    ...timestampSchema,
    description: "When the item entered the queue, or entered it again because of an appeal.",
  },
  claim: {
    ...nullable({
      type: "object",
      additionalProperties: false,
      required: ["key_id", "reviewer", "expires_at"],
      properties: {
        key_id: { type: "string" },
        reviewer: nullable(reviewer),
        expires_at: timestampSchema,
      },
    } as const),
    description: "Who works on the item now; null if anyone may claim it.",
  },
} as const;

const itemRequired = ["id", "record", "content_kept", "queued_at", "claim"] as const;

/** One record in the review queue; `record.review` has its state. */
export const reviewItemSchema = {
  $id: "review-item",
  title: "ReviewItem",
  type: "object",
  additionalProperties: false,
  required: itemRequired,
  properties: itemProperties,
} as const;

export type ReviewItem = FromSchema<typeof reviewItemSchema>;

export const reviewEventSchema = {
  type: "object",
  additionalProperties: false,
  required: [
    "id",
    "type",
    "key_id",
    "reviewer",
    "decision",
    "violation",
    "policy_category",
    "text",
    "created_at",
    "undone_at",
  ],
  properties: {
    id: { type: "string", format: "uuid" },
    type: { enum: ["decision", "skip", "note", "appeal"] },
    key_id: { type: "string" },
    reviewer: nullable(reviewer),
    decision: nullable(decisionKindSchema),
    violation: { enum: [0, 1, null] },
    policy_category: nullable(codeSchema),
    text: {
      type: ["string", "null"],
      description: "The reason, the note or the complaint. Null if there is none, or if it has been erased.",
    },
    created_at: timestampSchema,
    undone_at: nullable(timestampSchema),
  },
} as const;

export type ReviewEvent = FromSchema<typeof reviewEventSchema>;

/** An item with its history: decisions, notes and appeals. */
export const reviewDetailSchema = {
  $id: "review-detail",
  title: "ReviewDetail",
  type: "object",
  additionalProperties: false,
  required: [...itemRequired, "events"],
  properties: {
    ...itemProperties,
    events: {
      type: "array",
      items: reviewEventSchema,
      description:
        "Oldest first. If two people decide, the first decision is left out until both have decided.",
    },
  },
} as const;

export type ReviewDetail = FromSchema<typeof reviewDetailSchema>;

export const reviewPageSchema = {
  $id: "review-page",
  title: "ReviewPage",
  type: "object",
  additionalProperties: false,
  required: ["data", "next_cursor"],
  properties: {
    data: { type: "array", items: reviewItemSchema },
    next_cursor: { type: ["string", "null"], description: "Null on the last page." },
  },
} as const;

export type ReviewPage = FromSchema<typeof reviewPageSchema>;

/** The result of claiming the next item. */
export const nextReviewSchema = {
  $id: "next-review",
  title: "NextReview",
  type: "object",
  additionalProperties: false,
  required: ["item"],
  properties: {
    item: { ...nullable(reviewItemSchema), description: "Null if no item waits for this person." },
  },
} as const;

export type NextReview = FromSchema<typeof nextReviewSchema>;

export const nextReviewRequestSchema = {
  $id: "next-review-request",
  title: "NextReviewRequest",
  type: "object",
  additionalProperties: false,
  properties: {
    policy_id: policyIdSchema,
    state: { ...openStateSchema, default: "needs_review", description: "Which queue." },
    reviewer,
    lease_seconds: leaseSeconds,
  },
} as const;

export type NextReviewRequest = FromSchema<
  typeof nextReviewRequestSchema,
  { keepDefaultedPropertiesOptional: true }
>;

export const claimReviewRequestSchema = {
  $id: "claim-review-request",
  title: "ClaimReviewRequest",
  type: "object",
  additionalProperties: false,
  properties: { reviewer, lease_seconds: leaseSeconds },
} as const;

export type ClaimReviewRequest = FromSchema<
  typeof claimReviewRequestSchema,
  { keepDefaultedPropertiesOptional: true }
>;

export const reviewerRequestSchema = {
  $id: "reviewer-request",
  title: "ReviewerRequest",
  type: "object",
  additionalProperties: false,
  properties: { reviewer },
} as const;

export type ReviewerRequest = FromSchema<typeof reviewerRequestSchema>;

export const decideReviewRequestSchema = {
  $id: "decide-review-request",
  title: "DecideReviewRequest",
  type: "object",
  additionalProperties: false,
  required: ["decision"],
  properties: {
    decision: decisionKindSchema,
    violation: {
      enum: [0, 1],
      description: "The correct value. Required with overturn, and not allowed otherwise.",
    },
    policy_category: {
      ...nullable(codeSchema),
      description: "The correct category. Only with overturn.",
    },
    reason: { ...words, description: "Why. Required with overturn." },
    reviewer,
  },
} as const;

export type DecideReviewRequest = FromSchema<typeof decideReviewRequestSchema>;

export const reviewNoteRequestSchema = {
  $id: "review-note-request",
  title: "ReviewNoteRequest",
  type: "object",
  additionalProperties: false,
  required: ["text"],
  properties: { text: words, reviewer },
} as const;

export type ReviewNoteRequest = FromSchema<typeof reviewNoteRequestSchema>;

export const appealRequestSchema = {
  $id: "appeal-request",
  title: "AppealRequest",
  type: "object",
  additionalProperties: false,
  required: ["complaint"],
  properties: { complaint: { ...words, description: "The text of the complaint." } },
} as const;

export type AppealRequest = FromSchema<typeof appealRequestSchema>;

export const reviewQuerySchema = {
  $id: "review-query",
  title: "ReviewQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    policy_id: policyIdSchema,
    state: {
      ...reviewStateSchema,
      description: "Default: needs_review and escalated, the items that wait.",
    },
    after: {
      type: "string",
      minLength: 1,
      maxLength: 64,
      description: "`next_cursor` of an earlier page.",
    },
    limit: { type: "integer", minimum: 1, maximum: MAX_PAGE_SIZE, default: DEFAULT_PAGE_SIZE },
  },
} as const;

export type ReviewQuery = FromSchema<typeof reviewQuerySchema, { keepDefaultedPropertiesOptional: true }>;

export const reviewExportQuerySchema = {
  $id: "review-export-query",
  title: "ReviewExportQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    policy_id: policyIdSchema,
    state: { enum: ["agreed", "overturned"], description: "Default: both." },
  },
} as const;

export type ReviewExportQuery = FromSchema<typeof reviewExportQuerySchema>;

export const reviewStatsQuerySchema = {
  $id: "review-stats-query",
  title: "ReviewStatsQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    policy_id: policyIdSchema,
    days: {
      type: "integer",
      minimum: 1,
      maximum: 366,
      default: 30,
      description: "Decisions of the last N days are counted.",
    },
  },
} as const;

export type ReviewStatsQuery = FromSchema<
  typeof reviewStatsQuerySchema,
  { keepDefaultedPropertiesOptional: true }
>;

const ratio = { type: ["number", "null"] } as const;

const decisionCounts = {
  type: "object",
  additionalProperties: false,
  required: ["agree", "overturn", "unsure", "escalate"],
  properties: { agree: count, overturn: count, unsure: count, escalate: count },
} as const;

export const reviewStatsSchema = {
  $id: "review-stats",
  title: "ReviewStats",
  type: "object",
  additionalProperties: false,
  required: ["queues", "days", "decisions", "reviewers", "second_reviewer", "sample"],
  properties: {
    queues: {
      type: "array",
      description: "The items that wait now, by policy.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["policy_id", "needs_review", "escalated", "claimed", "oldest_at", "oldest_age_seconds"],
        properties: {
          policy_id: policyIdSchema,
          needs_review: count,
          escalated: count,
          claimed: { ...count, description: "Waiting and escalated items that a reviewer has claimed." },
          oldest_at: timestampSchema,
          oldest_age_seconds: count,
        },
      },
    },
    days: { type: "integer", minimum: 1 },
    decisions: decisionCounts,
    reviewers: {
      type: "array",
      description: "The most active reviewers first, at most 100.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["key_id", "reviewer", "decisions"],
        properties: { key_id: { type: "string" }, reviewer: nullable(reviewer), decisions: decisionCounts },
      },
    },
    second_reviewer: {
      type: "object",
      additionalProperties: false,
      required: ["items", "agreement", "kappa_violation", "kappa_category"],
      description: "Items that two people labelled without seeing each other's decisions.",
      properties: {
        items: count,
        agreement: { ...ratio, description: "The share of them with the same violation and category." },
        kappa_violation: {
          ...ratio,
          description:
            "Cohen's kappa of the violation: agreement beyond chance; 1 is perfect. Null if every label is the same.",
        },
        kappa_category: { ...ratio, description: "The same for violation and category together." },
      },
    },
    sample: {
      type: "object",
      additionalProperties: false,
      required: ["decided", "overturned", "overturned_share", "low", "high"],
      description:
        "Decided items that the policy's `sample` chose: an estimate of how often verdicts are wrong, with its 95 % " +
        "interval (Wilson).",
      properties: { decided: count, overturned: count, overturned_share: ratio, low: ratio, high: ratio },
    },
  },
} as const;

export type ReviewStats = FromSchema<typeof reviewStatsSchema>;

/** The content of one record, stored separately from it. */
export const verdictContentSchema = {
  $id: "verdict-content",
  title: "VerdictContent",
  type: "object",
  additionalProperties: false,
  required: ["id", "content"],
  properties: { id: verdictIdSchema, content: contentSchema },
} as const;

export type VerdictContent = FromSchema<typeof verdictContentSchema>;
