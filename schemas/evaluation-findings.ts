import type { FromSchema } from "json-schema-to-ts";
import { evaluationSchema } from "./evaluation.ts";
import { gateDecisionSchema } from "./gate.ts";
import { reportItemsSchema } from "./report-item.ts";

/** A finished evaluation, read for a person: the decision of the gate, and what was judged wrong. */
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
