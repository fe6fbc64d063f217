import type { FromSchema } from "json-schema-to-ts";
import { MAX_CONTENT_CHARACTERS } from "./content.ts";
import { MAX_POLICY_BYTES } from "./policy.ts";

/**
 * The request of the labelling API that Coop calls (github.com/roostorg/coop, zentropiUtils.ts): a text, and
 * either a stored policy as the labeler or the full criteria.
 */
export const labelRequestSchema = {
  $id: "label-request",
  title: "LabelRequest",
  type: "object",
  additionalProperties: false,
  required: ["content_text"],
  properties: {
    content_text: { type: "string", minLength: 1, maxLength: MAX_CONTENT_CHARACTERS },
    criteria_text: {
      type: ["string", "null"],
      minLength: 1,
      maxLength: MAX_POLICY_BYTES,
      description:
        "A full policy. It is stored as an immutable version of a policy named by its hash; with `targets` as a draft, which " +
        "judges this text but does not become active. Requires the scope policies:write.",
    },
    labeler_id: {
      type: ["string", "null"],
      maxLength: 80,
      description: "A policy, or `id@version`.",
      examples: ["spam"],
    },
    labeler_version_id: {
      type: ["string", "integer", "null"],
      maxLength: 80,
      minimum: 1,
      description:
        "The number of a version, or `latest` for the active one. Without labeler_id it also names the policy: `spam` or " +
        "`spam@3`, for callers that do not support labeler_id.",
      examples: ["latest", 3, "spam@3"],
    },
    model: { type: ["string", "null"], maxLength: 200, description: "Accepted and ignored." },
  },
} as const;

export type LabelRequest = FromSchema<typeof labelRequestSchema>;

export const labelResponseSchema = {
  $id: "label-response",
  title: "LabelResponse",
  type: "object",
  additionalProperties: false,
  required: ["label", "confidence", "compute_time", "explanation", "verdict_id"],
  properties: {
    label: { enum: ["0", "1"], description: "1: the policy is violated." },
    confidence: {
      type: "number",
      minimum: 0.5,
      maximum: 1,
      description:
        "Confidence in the label: from the score, or 0.95, 0.75 or 0.65 for the verdict's own high, medium or low.",
    },
    compute_time: { type: "number", minimum: 0, description: "Seconds of engine time." },
    explanation: { type: "string", description: "The verdict's rationale." },
    verdict_id: { type: "string", format: "uuid" },
  },
} as const;

export type LabelResponse = FromSchema<typeof labelResponseSchema>;
