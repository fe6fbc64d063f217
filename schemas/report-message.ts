import { evaluationComparisonSchema } from "./evaluation-comparison.ts";
import { evaluationFindingsSchema } from "./evaluation-findings.ts";
import { evaluationRobustnessSchema } from "./evaluation-robustness.ts";
import { evaluationSteerabilitySchema } from "./evaluation-steerability.ts";

/** A report; `kind` says which. */
export const reportMessageSchema = {
  $id: "report",
  title: "Report",
  oneOf: [
    evaluationFindingsSchema,
    evaluationComparisonSchema,
    evaluationRobustnessSchema,
    evaluationSteerabilitySchema,
  ],
} as const;
