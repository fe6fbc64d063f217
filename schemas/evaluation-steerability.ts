import type { FromSchema } from "json-schema-to-ts";
import { evaluationSchema } from "./evaluation.ts";
import { shareSchema } from "./evaluation-report.ts";
import { reportItemsSchema } from "./report-item.ts";

/** An evaluation under a policy compared with one under the opposite policy: each decision should be reversed. */
export const evaluationSteerabilitySchema = {
  $id: "evaluation-steerability",
  title: "EvaluationSteerability",
  type: "object",
  additionalProperties: false,
  required: ["kind", "policy", "opposite", "followed", "released", "caught", "stuck"],
  properties: {
    kind: { const: "steerability" },
    policy: evaluationSchema,
    opposite: evaluationSchema,
    followed: {
      ...shareSchema,
      description:
        "The share of the items judged under both policies whose decision is reversed under the opposite policy.",
    },
    released: { ...shareSchema, description: "The same share, among the violations under the policy." },
    caught: {
      ...shareSchema,
      description: "The same share, among the items that are allowed under the policy.",
    },
    stuck: { ...reportItemsSchema, description: "Items with the same decision under both." },
  },
} as const;

export type EvaluationSteerability = FromSchema<typeof evaluationSteerabilitySchema>;
