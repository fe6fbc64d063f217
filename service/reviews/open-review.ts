import { createHash } from "node:crypto";
import type { ReviewNeed } from "../../policies/review-need.ts";
import type { RecordReview, ReviewReason } from "../../schemas/review.ts";

/** The review that a record needs when it settles, or null. The same id always gives the same result. */
export function reviewOf(id: string, { reasons, sample, second }: ReviewNeed): RecordReview | null {
  const all: ReviewReason[] = [...reasons, ...(isInShare(id, "sample", sample) ? ["sample" as const] : [])];
  if (all.length === 0) return null;
  return openReview(all, isInShare(id, "second", second) ? 2 : 1);
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

/** Draws by a hash of the id, for each purpose independently. */
export function isInShare(id: string, purpose: "sample" | "second", share: number): boolean {
  const drawn = createHash("sha256").update(`${purpose}:${id}`).digest().readUInt32BE(0);
  return drawn < share * 2 ** 32;
}
