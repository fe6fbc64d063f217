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
