import type { FromSchema } from "json-schema-to-ts";
import { policyVersionSchema, timestampSchema } from "./common.ts";

const MAX_REASON_CHARACTERS = 1000;

const reasonSchema = {
  type: "string",
  minLength: 1,
  maxLength: MAX_REASON_CHARACTERS,
  pattern: "\\S",
} as const;

export const activateRequestSchema = {
  $id: "activate-request",
  title: "ActivateRequest",
  type: "object",
  additionalProperties: false,
  required: ["version"],
  properties: {
    version: policyVersionSchema,
    force: {
      type: "boolean",
      default: false,
      description: "Activate the version even if the gate refuses it. Requires a reason; both are recorded.",
    },
    reason: { ...reasonSchema, description: "Why, for the history of the policy." },
  },
} as const;

export type ActivateRequest = FromSchema<
  typeof activateRequestSchema,
  { keepDefaultedPropertiesOptional: true }
>;

export const rollbackRequestSchema = {
  $id: "rollback-request",
  title: "RollbackRequest",
  type: "object",
  additionalProperties: false,
  properties: { reason: { ...reasonSchema, description: "Why, for the history of the policy." } },
} as const;

export type RollbackRequest = FromSchema<typeof rollbackRequestSchema>;

/** One change of a policy's active version. */
export const activationSchema = {
  $id: "activation",
  title: "Activation",
  type: "object",
  additionalProperties: false,
  required: ["kind", "from_version", "to_version", "key_id", "forced", "reason", "refusals", "activated_at"],
  properties: {
    kind: {
      enum: ["upload", "activate", "rollback"],
      description: "upload: the first version, or one that restored an archived policy.",
    },
    from_version: { anyOf: [policyVersionSchema, { type: "null" }] },
    to_version: policyVersionSchema,
    key_id: { type: ["string", "null"], description: "The API key. Null if the service itself did it." },
    forced: { type: "boolean", description: "Activated although the gate refused it." },
    reason: { type: ["string", "null"] },
    refusals: {
      type: "array",
      items: { type: "string" },
      description: "Why the gate refused the version; empty unless it was forced.",
    },
    activated_at: timestampSchema,
  },
} as const;

export type Activation = FromSchema<typeof activationSchema>;

export const activationPageSchema = {
  $id: "activation-page",
  title: "ActivationPage",
  type: "object",
  additionalProperties: false,
  required: ["data"],
  properties: { data: { type: "array", items: activationSchema } },
} as const;

export type ActivationPage = FromSchema<typeof activationPageSchema>;
