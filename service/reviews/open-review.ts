import { isInShare } from "../../evaluation/sampling/is-in-share.ts";
import type { ReviewNeed } from "../../policies/review-need.ts";
import type { RecordReview, ReviewReason } from "../../schemas/review.ts";

/** The review that a record needs when it settles, or null. The same id always gives the same result. */
export function reviewOf(id: string, { reasons, sample, second }: ReviewNeed): RecordReview | null {
  const all: ReviewReason[] = [...reasons, ...(isInShare(`sample:${id}`, sample) ? ["sample" as const] : [])];
  if (all.length === 0) return null;
  return openReview(all, isInShare(`second:${id}`, second) ? 2 : 1);
}

export function openReview(reasons: readonly ReviewReason[], reviewers: 1 | 2): RecordReview {
  return {
    state: "needs_review",
    reasons: [...reasons],
    reviewers,
    appeals: 0,
    outcome: null,
    decisions: [],
  };
}
