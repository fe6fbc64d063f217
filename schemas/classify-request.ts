import type { FromSchema } from "json-schema-to-ts";
import {
  externalIdSchema,
  metadataSchema,
  policyIdSchema,
  policyVersionSchema,
  prioritySchema,
  reasoningEffortSchema,
} from "./common.ts";
import { contentSchema } from "./content.ts";

export const MAX_POLICIES_PER_REQUEST = 8;

/** A request to judge content under one policy, or under each of several. */
export const classifyRequestSchema = {
  $id: "classify-request",
  title: "ClassifyRequest",
  type: "object",
  additionalProperties: false,
  required: ["content"],
  properties: {
    content: contentSchema,
    policy_id: policyIdSchema,
    policy_ids: {
      type: "array",
      minItems: 1,
      maxItems: MAX_POLICIES_PER_REQUEST,
      uniqueItems: true,
      items: policyIdSchema,
    },
    policy_version: {
      ...policyVersionSchema,
      description: "Only with policy_id. Default: the active version.",
    },
    reasoning_effort: reasoningEffortSchema,
    external_id: externalIdSchema,
    metadata: metadataSchema,
    priority: prioritySchema,
  },
  oneOf: [{ required: ["policy_id"] }, { required: ["policy_ids"], not: { required: ["policy_version"] } }],
} as const;

/** A validated classify request: exactly one of `policy_id` and `policy_ids` is present. */
export type ClassifyRequest = FromSchema<typeof classifyRequestSchema>;
