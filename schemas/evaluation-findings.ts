import type { FromSchema } from "json-schema-to-ts";
import { evaluationSchema } from "./evaluation.ts";
import { gateDecisionSchema } from "./gate.ts";
import { reportItemsSchema } from "./report-item.ts";

/**
 * What a person needs to know about a finished evaluation: the decision of the gate, and the items that were judged
 * wrong.
 */
export const evaluationFindingsSchema = {
  $id: "evaluation-findings",
  title: "EvaluationFindings",
  type: "object",
  additionalProperties: false,
  required: ["kind", "evaluation", "gate", "wrong"],
  properties: {
    kind: { const: "evaluation" },
    evaluation: evaluationSchema,
    gate: gateDecisionSchema,
    wrong: reportItemsSchema,
  },
} as const;

export type EvaluationFindings = FromSchema<typeof evaluationFindingsSchema>;
