import type { FromSchema } from "json-schema-to-ts";
import {
  itemErrorSchema,
  policyIdSchema,
  policyVersionSchema,
  reasoningEffortSchema,
  sha256Schema,
  timestampSchema,
  verdictIdSchema,
} from "./common.ts";
import { contentSchema } from "./content.ts";
import { evaluationReportSchema } from "./evaluation-report.ts";
import { goldenItemIdSchema, goldenLabels, goldenSetNameSchema, goldenSetRefSchema } from "./golden-set.ts";
import { perturbationRequestSchema, perturbationSchema } from "./perturbation.ts";
import { MAX_POLICY_BYTES } from "./policy.ts";
import { verdictRecordSchema } from "./verdict-record.ts";

export const MAX_REPEATS = 10;

/** Items times repeats of one evaluation. */
export const MAX_JUDGEMENTS = 200_000;

/** The body of POST /policies/{policy_id}/evaluations. */
export const createEvaluationRequestSchema = {
  $id: "create-evaluation-request",
  title: "CreateEvaluationRequest",
  type: "object",
  additionalProperties: false,
  properties: {
    version: { ...policyVersionSchema, description: "Default: the active version." },
    draft: {
      type: "string",
      minLength: 1,
      maxLength: MAX_POLICY_BYTES,
      description:
        "A policy document to evaluate instead of a stored version. It is stored with the evaluation and never judges other items.",
    },
    golden_set: {
      ...goldenSetRefSchema,
      description: "NAME or NAME@VERSION. Default: only the policy's examples.",
    },
    examples: {
      type: "boolean",
      default: true,
      description: "Whether the examples of the policy's front matter are items too, with the tag `example`.",
    },
    reasoning_effort: { ...reasoningEffortSchema, description: "Default: the policy's, else the service's." },
    repeats: {
      type: "integer",
      minimum: 1,
      maximum: MAX_REPEATS,
      default: 1,
      description: "How often each item is judged, to measure stability.",
    },
    perturbation: {
      ...perturbationRequestSchema,
      description:
        "Changes the content of every item in a way that does not change the correct judgement. Compare with an " +
        "evaluation without it.",
    },
  },
} as const;

export type CreateEvaluationRequest = FromSchema<
  typeof createEvaluationRequestSchema,
  { keepDefaultedPropertiesOptional: true }
>;

/** The body of POST /policies/{policy_id}/try. */
export const tryPolicyRequestSchema = {
  $id: "try-policy-request",
  title: "TryPolicyRequest",
  type: "object",
  additionalProperties: false,
  required: ["draft", "content"],
  properties: {
    draft: {
      ...createEvaluationRequestSchema.properties.draft,
      description: "The policy document to judge under. It is not stored as a version.",
    },
    content: contentSchema,
    reasoning_effort: createEvaluationRequestSchema.properties.reasoning_effort,
  },
} as const;

export type TryPolicyRequest = FromSchema<typeof tryPolicyRequestSchema>;

const count = { type: "integer", minimum: 0 } as const;

export const evaluationStatusSchema = {
  enum: ["running", "cancelling", "cancelled", "completed"],
  description: "cancelled and completed are final: the report is available, and no longer changes.",
} as const;

/**
 * The run of a policy text over golden items, in the batch lane. Its verdicts are not records and are not sent to
 * webhooks.
 */
export const evaluationSchema = {
  $id: "evaluation",
  title: "Evaluation",
  type: "object",
  additionalProperties: false,
  required: [
    "id",
    "status",
    "policy",
    "golden_set",
    "examples",
    "reasoning_effort",
    "repeats",
    "perturbation",
    "key_id",
    "items",
    "judgements",
    "judgements_per_second",
    "seconds_left",
    "models",
    "created_at",
    "completed_at",
    "report",
  ],
  properties: {
    id: verdictIdSchema,
    status: evaluationStatusSchema,
    policy: {
      type: "object",
      additionalProperties: false,
      required: ["id", "version", "sha256"],
      properties: {
        id: policyIdSchema,
        version: { anyOf: [policyVersionSchema, { type: "null" }], description: "Null: a draft." },
        sha256: { ...sha256Schema, description: "Hash of the document under which the items are judged." },
      },
    },
    golden_set: {
      type: ["object", "null"],
      additionalProperties: false,
      required: ["name", "version", "sha256"],
      properties: { name: goldenSetNameSchema, version: policyVersionSchema, sha256: sha256Schema },
    },
    examples: { ...count, description: "Items that are examples of the policy's front matter." },
    reasoning_effort: reasoningEffortSchema,
    repeats: { type: "integer", minimum: 1, maximum: MAX_REPEATS },
    perturbation: {
      anyOf: [perturbationSchema, { type: "null" }],
      description: "How content was changed before it was judged. Null: it was judged unchanged.",
    },
    key_id: { type: "string", description: "The id of the API key that started it." },
    items: count,
    judgements: {
      type: "object",
      additionalProperties: false,
      required: ["total", "queued", "running", "completed", "failed", "cancelled"],
      description: "Items times repeats, by status.",
      properties: {
        total: count,
        queued: count,
        running: count,
        completed: count,
        failed: count,
        cancelled: count,
      },
    },
    judgements_per_second: {
      type: ["number", "null"],
      minimum: 0,
      description:
        "Over the last 20 seconds while running; over the whole run when finished. Null until known.",
    },
    seconds_left: {
      type: ["integer", "null"],
      minimum: 0,
      description: "Estimate at that rate. Null until known.",
    },
    models: {
      type: "array",
      description:
        "The models and engines that have judged items. More than one if the service was changed in the meantime.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name", "engine", "engine_version"],
        properties: {
          name: { type: "string" },
          engine: { type: "string" },
          engine_version: { type: "string" },
        },
      },
    },
    created_at: timestampSchema,
    completed_at: { anyOf: [timestampSchema, { type: "null" }] },
    report: {
      anyOf: [evaluationReportSchema, { type: "null" }],
      description: "Null until completed or cancelled, and in lists.",
    },
  },
} as const;

export type Evaluation = FromSchema<typeof evaluationSchema>;

export const DEFAULT_EVALUATION_PAGE_SIZE = 20;

/** The query of GET /evaluations. */
export const evaluationQuerySchema = {
  $id: "evaluation-query",
  title: "EvaluationQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    policy_id: policyIdSchema,
    after: { ...verdictIdSchema, description: "`next_cursor` of an earlier page." },
    limit: { type: "integer", minimum: 1, maximum: 100, default: DEFAULT_EVALUATION_PAGE_SIZE },
  },
} as const;

export type EvaluationQuery = FromSchema<
  typeof evaluationQuerySchema,
  { keepDefaultedPropertiesOptional: true }
>;

/** Newest first, without reports. */
export const evaluationPageSchema = {
  $id: "evaluation-page",
  title: "EvaluationPage",
  type: "object",
  additionalProperties: false,
  required: ["data", "next_cursor", "has_more"],
  properties: {
    data: { type: "array", items: evaluationSchema },
    next_cursor: { type: ["string", "null"] },
    has_more: { type: "boolean" },
  },
} as const;

export type EvaluationPage = FromSchema<typeof evaluationPageSchema>;

const { verdict, score, checks, model, usage } = verdictRecordSchema.properties;

/** One judgement of an item. */
export const evaluationJudgementSchema = {
  $id: "evaluation-judgement",
  title: "EvaluationJudgement",
  type: "object",
  additionalProperties: false,
  required: [
    "repeat",
    "status",
    "verdict",
    "score",
    "checks",
    "model",
    "usage",
    "engine_ms",
    "attempts",
    "error",
    "completed_at",
  ],
  properties: {
    repeat: { type: "integer", minimum: 1, maximum: MAX_REPEATS },
    status: { enum: ["queued", "running", "completed", "failed", "cancelled"] },
    verdict,
    score,
    checks,
    model,
    usage,
    engine_ms: { type: ["integer", "null"], minimum: 0 },
    attempts: count,
    error: itemErrorSchema,
    reasoning: {
      type: ["string", "null"],
      description: "Present with `reasoning=true`, which requires the scope reasoning:read.",
    },
    completed_at: { anyOf: [timestampSchema, { type: "null" }] },
  },
} as const;

export type EvaluationJudgement = FromSchema<typeof evaluationJudgementSchema>;

/** An item with its judgements. */
export const evaluationItemSchema = {
  $id: "evaluation-item",
  title: "EvaluationItem",
  type: "object",
  additionalProperties: false,
  required: ["id", "content", "violation", "tags", "outcome", "changed", "judgements"],
  properties: {
    id: goldenItemIdSchema,
    content: { anyOf: [contentSchema, { type: "null" }], description: "Null if the golden set was deleted." },
    ...goldenLabels,
    outcome: {
      enum: ["right", "wrong", "failed", "missing", "unlabelled"],
      description:
        "The outcome of the first repeat: whether its violation is the expected one. failed: not judged because of " +
        "an error; missing: not judged yet, or cancelled.",
    },
    changed: { type: "boolean", description: "The completed repeats differ in violation or category." },
    judgements: { type: "array", items: evaluationJudgementSchema },
  },
} as const;

export type EvaluationItem = FromSchema<typeof evaluationItemSchema>;

export const DEFAULT_EVALUATION_ITEM_PAGE_SIZE = 50;

/** The query of GET /evaluations/{evaluation_id}/items. */
export const evaluationItemQuerySchema = {
  $id: "evaluation-item-query",
  title: "EvaluationItemQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    filter: {
      enum: ["wrong", "failed", "changed"],
      description: "Only items with this outcome, or only items whose repeats differ. Default: all.",
    },
    reasoning: { type: "boolean", default: false, description: "Whether to include the reasoning." },
    after: { type: "integer", minimum: 0, description: "`next_cursor` of an earlier page." },
    limit: { type: "integer", minimum: 1, maximum: 200, default: DEFAULT_EVALUATION_ITEM_PAGE_SIZE },
  },
} as const;

export type EvaluationItemQuery = FromSchema<
  typeof evaluationItemQuerySchema,
  { keepDefaultedPropertiesOptional: true }
>;

/** In the order of the golden set. */
export const evaluationItemPageSchema = {
  $id: "evaluation-item-page",
  title: "EvaluationItemPage",
  type: "object",
  additionalProperties: false,
  required: ["data", "next_cursor", "has_more"],
  properties: {
    data: { type: "array", items: evaluationItemSchema },
    next_cursor: { type: ["integer", "null"] },
    has_more: { type: "boolean" },
  },
} as const;

export type EvaluationItemPage = FromSchema<typeof evaluationItemPageSchema>;
