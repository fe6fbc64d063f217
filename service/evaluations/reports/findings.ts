import { gate } from "../../../evaluation/comparison/gate.ts";
import { reportItemOf } from "../../../evaluation/reports/report-item-of.ts";
import type { EvaluationFindings } from "../../../schemas/evaluation-findings.ts";
import type { ShownItems } from "./pair.ts";
import type { ReportReader } from "./report-reader.ts";

/** What one evaluation found. */
export async function findings(
  reader: ReportReader,
  id: string,
  { limit, withContent }: ShownItems,
): Promise<EvaluationFindings> {
  const evaluation = await reader.ended(id);
  const { false_positives: accused, false_negatives: missed } = evaluation.report.overall.confusion;
  const wrong = limit === 0 ? [] : await reader.wrong(evaluation, limit);
  return {
    kind: "evaluation",
    evaluation,
    gate: gate(evaluation.report, await reader.targets(evaluation), null),
    wrong: {
      total: accused + missed,
      shown: wrong.map((item) => reportItemOf("wrong", [{ by: "policy", item }], withContent)),
    },
  };
}
