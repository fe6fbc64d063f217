import type { FromSchema } from "json-schema-to-ts";

/** The query of GET /policies. */
export const policyQuerySchema = {
  $id: "policy-query",
  title: "PolicyQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    include_archived: {
      type: "boolean",
      default: false,
      description: "Whether to include archived policies.",
    },
  },
} as const;

export type PolicyQuery = FromSchema<typeof policyQuerySchema, { keepDefaultedPropertiesOptional: true }>;

/** The query of PUT /policies/{policy_id}. */
export const putPolicyQuerySchema = {
  $id: "put-policy-query",
  title: "PutPolicyQuery",
  type: "object",
  additionalProperties: false,
  properties: {
    draft: {
      type: "boolean",
      default: false,
      description: "Whether to store the version without activating it, even if it is the first one.",
    },
  },
} as const;

export type PutPolicyQuery = FromSchema<
  typeof putPolicyQuerySchema,
  { keepDefaultedPropertiesOptional: true }
>;
