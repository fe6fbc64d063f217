import type { EvaluationRobustness } from "../../../schemas/evaluation-robustness.ts";
import { items, paragraph, type ReportDocument, section, table } from "./document.ts";
import { figure, probability, withRange } from "./figures.ts";
import { inOneLine, itemsName, policyName } from "./subjects.ts";

/** The report on decisions that differ although the content was changed in ways that should make no difference. */
export function robustnessDocument({ original, variants }: EvaluationRobustness): ReportDocument {
  return {
    title: `Robustness of ${policyName(original)}`,
    subjects: [
      ["Judged by", inOneLine(original)],
      ["Items", itemsName(original)],
      [
        "Evaluations",
        [original, ...variants.map(({ evaluation }) => evaluation)].map(({ id }) => id).join(", "),
      ],
    ],
    decision: null,
    sections: [
      ...section("Decisions that changed", [
        paragraph(
          "Each variant has the same items, changed in a way that does not change the correct judgement. Evaded: a " +
            "violation is no longer found. Accused: an item is now judged as a violation. p: McNemar's exact test of " +
            "whether accuracy changed.",
        ),
        table(
          ["", "compared", "changed", "evaded", "accused", "accuracy", "p"],
          variants.map(({ name, compared, changed, evaded, accused, evaluation, figures }) => [
            name,
            String(compared),
            withRange(changed),
            String(evaded),
            String(accused),
            figure(evaluation.report!.overall.accuracy.value),
            probability(figures.p_value),
          ]),
        ),
        {
          kind: "plot",
          plot: {
            kind: "intervals",
            title: "Share of decisions that changed, with its 95 % interval",
            series: ["changed"],
            rows: variants.map(({ name, changed }) => ({ name, values: [changed], bound: null })),
          },
        },
      ]),
      ...variants.flatMap(({ name, flips }) => section(`Flips by ${name}`, [items(flips)])),
    ],
  };
}
