import type { EvaluationComparison } from "../../schemas/evaluation-comparison.ts";
import type { EvaluationFindings } from "../../schemas/evaluation-findings.ts";
import type { EvaluationRobustness } from "../../schemas/evaluation-robustness.ts";
import type { EvaluationSteerability } from "../../schemas/evaluation-steerability.ts";

/** The figures and items of a report; every format is made from these. */
export type ReportMessage =
  | EvaluationFindings
  | EvaluationComparison
  | EvaluationRobustness
  | EvaluationSteerability;
