import type { ReviewReason } from "../schemas/review.ts";
import type { ReviewRules } from "../schemas/review-rules.ts";
import type { VerdictRecord } from "../schemas/verdict-record.ts";
import type { Verdict } from "../schemas/verdict.ts";

/** What a policy's review rules mean for one verdict. The shares are decided for each record, by its id. */
export interface ReviewNeed {
  readonly reasons: readonly ReviewReason[];
  /** The share of records to review for quality. */
  readonly sample: number;
  /** The share of reviewed records that two people decide. */
  readonly second: number;
}

interface Judged {
  readonly verdict: Verdict;
  readonly score: number | null;
  readonly checks: Pick<NonNullable<VerdictRecord["checks"]>, "citations_known">;
}

const AT_MOST = { low: ["low"], medium: ["low", "medium"] } as const;

/** Null if the policy has no review rules. */
export function reviewNeed(rules: ReviewRules | undefined, judged: Judged): ReviewNeed | null {
  if (rules === undefined) return null;
  const { verdict, score, checks } = judged;
  const [from = 0, to = 0] = rules.score_between ?? [];
  const confidences: readonly unknown[] = rules.confidence === undefined ? [] : AT_MOST[rules.confidence];
  const conditions: readonly (readonly [ReviewReason, boolean])[] = [
    ["score", rules.score_between !== undefined && score !== null && score >= from && score <= to],
    ["confidence", confidences.includes(verdict["confidence"])],
    ["citations", rules.citations === "unknown" && !checks.citations_known],
  ];
  return {
    reasons: conditions.filter(([, holds]) => holds).map(([reason]) => reason),
    sample: rules.sample ?? 0,
    second: rules.second_reviewer ?? 0,
  };
}
