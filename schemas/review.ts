import type { FromSchema } from "json-schema-to-ts";
import { codeSchema, timestampSchema } from "./common.ts";

export const reviewStateSchema = {
  enum: ["needs_review", "escalated", "agreed", "overturned", "unsure", "withdrawn"],
  description:
    "needs_review: waits for a person. escalated: waits for another person, because one escalated it or two disagreed. agreed, " +
    "overturned, unsure: the decision. withdrawn: the record was erased before a decision.",
} as const;

export type ReviewState = FromSchema<typeof reviewStateSchema>;

export const reviewReasonSchema = {
  enum: ["score", "confidence", "citations", "sample", "request", "appeal", "disagreement"],
  description:
    "score, confidence, citations, sample: a condition of the policy. request: a person opened the review. appeal: a complaint. " +
    "disagreement: two people decided differently.",
} as const;

export type ReviewReason = FromSchema<typeof reviewReasonSchema>;

export const decisionKindSchema = {
  enum: ["agree", "overturn", "unsure", "escalate"],
  description:
    "agree: the verdict is right. overturn: another verdict is right. unsure: it cannot be decided, which ends the review. " +
    "escalate: another person must decide.",
} as const;

export type DecisionKind = FromSchema<typeof decisionKindSchema>;

const nullableCode = { anyOf: [codeSchema, { type: "null" }] } as const;

/** The correct verdict, as decided by reviewers. */
export const reviewOutcomeSchema = {
  type: "object",
  additionalProperties: false,
  required: ["violation", "policy_category"],
  properties: { violation: { enum: [0, 1] }, policy_category: nullableCode },
} as const;

export type ReviewOutcome = FromSchema<typeof reviewOutcomeSchema>;

/** A decision in codes, without the text of the reviewer. */
export const reviewDecisionSchema = {
  type: "object",
  additionalProperties: false,
  required: ["id", "decision", "violation", "policy_category", "key_id", "decided_at", "undone_at"],
  properties: {
    id: { type: "string", format: "uuid" },
    decision: decisionKindSchema,
    violation: {
      enum: [0, 1, null],
      description: "The correct value, in the opinion of this person; null if unsure or escalated.",
    },
    policy_category: nullableCode,
    key_id: { type: "string", description: "The id of the API key that decided." },
    decided_at: timestampSchema,
    undone_at: { anyOf: [timestampSchema, { type: "null" }] },
  },
} as const;

export type ReviewDecision = FromSchema<typeof reviewDecisionSchema>;

/** The review of a record, in codes only. GET /reviews/{verdict_id} has the texts. */
export const recordReviewSchema = {
  type: ["object", "null"],
  additionalProperties: false,
  required: ["state", "reasons", "reviewers", "appeals", "outcome", "decisions"],
  properties: {
    state: reviewStateSchema,
    reasons: { type: "array", items: reviewReasonSchema },
    reviewers: {
      enum: [1, 2],
      description: "How many people decide, without seeing each other's decisions.",
    },
    appeals: { type: "integer", minimum: 0, description: "How many complaints returned it to the queue." },
    outcome: {
      anyOf: [reviewOutcomeSchema, { type: "null" }],
      description: "The correct verdict: null unless agreed or overturned. `verdict` is always the model's.",
    },
    decisions: {
      type: "array",
      items: reviewDecisionSchema,
      description:
        "Oldest first, including those that were undone. If two people decide, the first decision appears with the " +
        "second.",
    },
  },
  description:
    "Whether people review this verdict, why, and what they decided. Null if no review is needed. The verdict " +
    "itself never changes.",
} as const;

export type RecordReview = NonNullable<FromSchema<typeof recordReviewSchema>>;
