import type { EvaluationSteerability } from "../../../schemas/evaluation-steerability.ts";
import { items, paragraph, type ReportDocument, section, table } from "./document.ts";
import { figure, percent, range } from "./figures.ts";
import { inOneLine, itemsName, policyName } from "./subjects.ts";

/** The report of whether decisions follow the policy's text. */
export function steerabilityDocument(message: EvaluationSteerability): ReportDocument {
  const { policy, opposite, followed, released, caught, stuck } = message;
  const rows = (
    [
      ["all", followed],
      ["violations that are allowed by the opposite", released],
      ["allowed items that violate the opposite", caught],
    ] as const
  ).map(([name, { count, total, value, interval }]) => [
    name,
    figure(value),
    range(interval),
    `${count} of ${total}`,
  ]);
  return {
    title: `Steerability of ${policyName(policy)}`,
    subjects: [
      ["Policy", inOneLine(policy)],
      ["Opposite", inOneLine(opposite)],
      ["Items", itemsName(policy)],
      ["Evaluations", `${policy.id} and ${opposite.id}`],
    ],
    decision: null,
    sections: [
      ...section("Decisions that follow the text", [
        paragraph(
          `${percent(followed.value)} of the decisions are reversed under the opposite policy. The others follow what the model ` +
            "learned in training more than the text.",
        ),
        table(["", "share", "95 % interval", "items"], rows),
      ]),
      ...section("The same decision under both", [items(stuck)]),
    ],
  };
}
