import { robustness } from "../../../evaluation/comparison/robustness.ts";
import { policyName } from "../../../evaluation/reports/document/subjects.ts";
import { pairedFigures } from "../../../evaluation/reports/paired-figures.ts";
import type { Evaluation } from "../../../schemas/evaluation.ts";
import type { EvaluationRobustness } from "../../../schemas/evaluation-robustness.ts";
import { compareSides, showFlips, type ShownItems, type Side } from "./pair.ts";
import type { ReportReader } from "./report-reader.ts";

/** Compares an evaluation with its variants, one after the other. */
export async function robustnessReport(
  reader: ReportReader,
  originalId: string,
  variantIds: readonly string[],
  list: ShownItems,
): Promise<EvaluationRobustness> {
  const original = await reader.ended(originalId);
  const first = { by: "original", evaluation: original, judged: await reader.judged(original) };
  const variants: EvaluationRobustness["variants"] = [];
  for (const id of variantIds) variants.push(await variantOf(reader, first, id, list));
  return { kind: "robustness", original, variants };
}

async function variantOf(
  reader: ReportReader,
  first: Side,
  id: string,
  list: ShownItems,
): Promise<EvaluationRobustness["variants"][number]> {
  const evaluation = await reader.ended(id);
  const name = variantName(first.evaluation, evaluation);
  const second = { by: name, evaluation, judged: await reader.judged(evaluation) };
  const { changed, evaded, accused } = robustness(first.judged.judgements, second.judged.judgements);
  const compared = compareSides(first, second);
  return {
    name,
    evaluation,
    compared: changed.total,
    changed,
    evaded,
    accused,
    figures: pairedFigures(compared),
    flips: await showFlips(reader, first, second, compared, list),
  };
}

/** The perturbation, or what else differs: the items or the policy. */
function variantName(original: Evaluation, variant: Evaluation): string {
  if (variant.perturbation !== null) return variant.perturbation.name;
  const { golden_set: items } = variant;
  if (items !== null && items.sha256 !== original.golden_set?.sha256) return `${items.name}@${items.version}`;
  return policyName(variant);
}
