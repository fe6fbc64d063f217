import type { FromSchema } from "json-schema-to-ts";
import { evaluationSchema } from "./evaluation.ts";
import { shareSchema } from "./evaluation-report.ts";
import { reportItemsSchema } from "./report-item.ts";

/** An evaluation under a policy against one under the opposite policy: each decision should be reversed. */
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
      description: "Of the items that both have judged: the decision is reversed under the opposite policy.",
    },
    released: { ...shareSchema, description: "The same, of the violations under the policy." },
    caught: { ...shareSchema, description: "The same, of the items that are no violation under the policy." },
    stuck: { ...reportItemsSchema, description: "Items with the same decision under both." },
  },
} as const;

export type EvaluationSteerability = FromSchema<typeof evaluationSteerabilitySchema>;
