import type { Schemas } from "../../../../packages/client/src/client.ts";
import { Definitions } from "../../../kit/definitions.tsx";
import { evaluationName } from "../../evaluations/evaluation-name.ts";
import { MeasuredValue } from "../../evaluations/measured.tsx";

/** What the candidate changes, in numbers: McNemar's exact test, and the difference with its interval. */
export function PairedFigures({ comparison }: { readonly comparison: Schemas["EvaluationComparison"] }) {
  const { base, candidate, figures } = comparison;
  const { fixed, broken, p_value: p, accuracy, paired, both_right: right, both_wrong: wrong } = figures;
  return (
    <Definitions
      items={[
        ["Base", <a href={`/app/evaluations/${base.id}`}>{evaluationName(base)}</a>],
        ["Candidate", <a href={`/app/evaluations/${candidate.id}`}>{evaluationName(candidate)}</a>],
        ["Paired items", `${paired}: both right ${right}, both wrong ${wrong}`],
        ["Fixed", `${fixed} right with the candidate only`],
        ["Broken", `${broken} right with the base only`],
        ["McNemar's test", `p = ${p.toFixed(3)}: ${significance(p, fixed, broken)}`],
        ["Accuracy, difference", accuracy === null ? undefined : difference(accuracy)],
        ["Accuracy, base", measured(base)],
        ["Accuracy, candidate", measured(candidate)],
        ["Only in the base", figures.only_base.total === 0 ? undefined : `${figures.only_base.total} items`],
        [
          "Only in the candidate",
          figures.only_candidate.total === 0 ? undefined : `${figures.only_candidate.total} items`,
        ],
      ]}
    />
  );
}

const SIGNIFICANT = 0.05;

function significance(p: number, fixed: number, broken: number): string {
  if (p >= SIGNIFICANT) return "the difference may be chance";
  return broken > fixed ? "a significant loss" : "a significant gain";
}

function measured({ report }: Schemas["EvaluationComparison"]["base"]) {
  return report === null ? undefined : <MeasuredValue {...report.overall.accuracy} />;
}

function difference({
  difference: value,
  interval,
}: NonNullable<Schemas["EvaluationComparison"]["figures"]["accuracy"]>): string {
  const sign = (number: number): string => (number > 0 ? "+" : "") + number.toFixed(3);
  return interval === null ? sign(value) : `${sign(value)} (${sign(interval.low)} to ${sign(interval.high)})`;
}
