import type { Content } from "../../../schemas/content.ts";
import type { Answer, ReportItem } from "../../../schemas/report-item.ts";

/** `violation ML2`, `no violation`: a decision with its category. */
function decisionWords(violation: 0 | 1 | null, category: string | null | undefined): string {
  const decision = violation === null ? "unknown" : violation === 1 ? "violation" : "no violation";
  return category === null || category === undefined ? decision : `${decision}, ${category}`;
}

export function labelWords({ violation, policy_category: category }: ReportItem): string {
  return violation === null ? "no label" : `labelled ${decisionWords(violation, category)}`;
}

/** The decision of an answer, with how sure the model was and the rules that it cites. */
export function answerWords({
  violation,
  policy_category: category,
  rule_ids: rules,
  confidence,
  score,
}: Answer): string {
  const details = [
    ...(rules.length === 0 ? [] : [rules.join(" ")]),
    ...(confidence === null ? [] : [`confidence ${confidence}`]),
    ...(score === null ? [] : [`score ${score.toFixed(2)}`]),
  ];
  const decision = decisionWords(violation, category);
  return details.length === 0 ? decision : `${decision} (${details.join(", ")})`;
}

/** A conversation has a line for each message. */
export function contentText(content: Content): string {
  return typeof content === "string"
    ? content
    : content.messages.map((message) => `${message.role}: ${message.content}`).join("\n");
}
