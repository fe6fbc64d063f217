import type { EvaluationItem } from "../../schemas/evaluation.ts";
import type { Answer, ReportItem } from "../../schemas/report-item.ts";

/** An item of an evaluation, and the name that the report gives to that evaluation's answer. */
export interface Source {
  readonly by: string;
  readonly item: EvaluationItem;
}

/** An item with the answer of each evaluation. Labels are those of the first source. */
export function reportItemOf(
  change: ReportItem["change"],
  sources: readonly [Source, ...Source[]],
  withContent: boolean,
): ReportItem {
  const { id, content, violation, policy_category, rule_ids, note, tags } = sources[0].item;
  return {
    id,
    change,
    violation,
    tags,
    ...(policy_category === undefined ? {} : { policy_category }),
    ...(rule_ids === undefined ? {} : { rule_ids }),
    ...(note === undefined ? {} : { note }),
    ...(withContent && content !== null ? { content } : {}),
    answers: sources.flatMap(answersOf),
  };
}

/** The policy may have its own output schema: properties that its verdicts lack are null or empty. */
function answersOf({ by, item }: Source): Answer[] {
  const [judgement] = item.judgements;
  if (!judgement?.verdict) return [];
  const { violation, rationale, policy_category, rule_ids, confidence } = judgement.verdict as Record<
    string,
    unknown
  >;
  const isText = (value: unknown): value is string => typeof value === "string";
  return [
    {
      by,
      violation: violation === 1 ? 1 : 0,
      policy_category: isText(policy_category) ? policy_category : null,
      rule_ids: Array.isArray(rule_ids) ? rule_ids.filter(isText) : [],
      confidence: isText(confidence) ? confidence : null,
      score: judgement.score,
      rationale: isText(rationale) ? rationale : "",
    },
  ];
}
