import { gate } from "../../../evaluation/comparison/gate.ts";
import { pairedFigures } from "../../../evaluation/reports/paired-figures.ts";
import type { EvaluationComparison } from "../../../schemas/evaluation-comparison.ts";
import { compareSides, showFlips, type ShownItems } from "./pair.ts";
import type { ReportReader } from "./report-reader.ts";

/** Compares two versions, drafts, engines or efforts. The targets of the candidate's policy decide. */
export async function comparison(
  reader: ReportReader,
  baseId: string,
  candidateId: string,
  list: ShownItems,
): Promise<EvaluationComparison> {
  const [base, candidate] = [await reader.ended(baseId), await reader.ended(candidateId)];
  const first = { by: "base", evaluation: base, judged: await reader.judged(base) };
  const second = { by: "candidate", evaluation: candidate, judged: await reader.judged(candidate) };
  const compared = compareSides(first, second);
  return {
    kind: "comparison",
    base,
    candidate,
    gate: gate(candidate.report, await reader.targets(candidate), compared),
    figures: pairedFigures(compared),
    flips: await showFlips(reader, first, second, compared, list),
  };
}
