import { eq, sql } from "drizzle-orm";
import type { ReviewReason } from "../../../schemas/review.ts";
import type { NewAuditEntry } from "../../audit/audit-log.ts";
import { ServiceError } from "../../errors.ts";
import type { NewDecision, Reviewer } from "../../reviews/review-store.ts";
import { rowsOf } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { milliseconds } from "../database/milliseconds.ts";
import { isOpen, type LockedReview } from "./review-change.ts";
import { claimBy, UNCLAIMED } from "./review-claim.ts";
import { appealedEntry, decidedEntry, undoneEntry } from "./review-entries.ts";
import { addEvent } from "./review-events.ts";
import { holdsClaim, isSamePerson, type ReviewEventRow } from "./review-row.ts";
import { reviewEvents } from "./review-tables.ts";

export async function claimItem(review: LockedReview, reviewer: Reviewer, leaseMs: number): Promise<null> {
  requireTurn(review, reviewer);
  await setReview(review, claimBy(reviewer, leaseMs));
  return null;
}

export async function decideItem(
  review: LockedReview,
  reviewer: Reviewer,
  made: NewDecision,
): Promise<NewAuditEntry> {
  requireTurn(review, reviewer);
  const { decision, violation, policyCategory, reason } = made;
  const { row } = review;
  await addEvent(review, reviewer, {
    type: "decision",
    decision,
    violation,
    policy_category: policyCategory === null ? null : toText(policyCategory),
    panel: row.reviewers === 2 && row.state === "needs_review" && decision !== "escalate",
    words: reason,
  });
  await setReview(review, UNCLAIMED);
  return decidedEntry(review.id, reviewer, made);
}

/** Undoes the last decision. If another reviewer has claimed the item meanwhile, the claim stays. */
export async function undoDecision(
  review: LockedReview,
  reviewer: Reviewer,
  { withinMs, leaseMs }: { readonly withinMs: number; readonly leaseMs: number },
): Promise<NewAuditEntry> {
  const { session, row, events } = review;
  const last = events.findLast((event) => event.type === "appeal" || isDecided(event));
  if (last === undefined || last.type === "appeal" || !isSamePerson(last, reviewer)) {
    throw new ServiceError("review_undo_refused", "The last entry is not a decision of this person.");
  }
  const undone = await rowsOf(
    session,
    sql`UPDATE gavel.review_events SET undone_at = now()
        WHERE id = ${last.id}::uuid AND created_at > now() - ${milliseconds(withinMs)} RETURNING id`,
  );
  if (undone.length === 0) {
    const seconds = Math.round(withinMs / 1000);
    throw new ServiceError("review_undo_refused", `The decision is older than ${seconds} seconds.`);
  }
  if (!row.is_claimed) await setReview(review, claimBy(reviewer, leaseMs));
  return undoneEntry(review.id, reviewer);
}

/** Adds a complaint. A review that has ended begins a new round, at the end of the queue. */
export async function appealVerdict(
  review: LockedReview,
  reviewer: Reviewer,
  complaint: string,
): Promise<NewAuditEntry> {
  const { row } = review;
  const ended = !isOpen(row.state);
  const round = ended ? row.round + 1 : row.round;
  await addEvent(review, reviewer, { type: "appeal", words: complaint, round });
  const reasons: ReviewReason[] = [...new Set<ReviewReason>([...row.reasons, "appeal"])];
  const restart = ended
    ? sql`, round = ${round}, reviewers = 1, position = DEFAULT, queued_at = now(), ${UNCLAIMED}`
    : sql``;
  await setReview(review, sql`reasons = ${sql.param(reasons)}::text[] ${restart}`);
  return appealedEntry(review.id, reviewer);
}

function requireTurn({ row, events }: LockedReview, reviewer: Reviewer): void {
  if (!isOpen(row.state)) {
    throw new ServiceError("review_closed", "An appeal returns the verdict to the queue.");
  }
  if (events.some((event) => isDecided(event) && isSamePerson(event, reviewer))) {
    throw new ServiceError("review_already_decided", "Leave the item to another API key or reviewer.");
  }
  if (row.is_claimed && !holdsClaim(row, reviewer)) {
    throw new ServiceError("review_claimed", "Take another item, or wait until the lease has expired.");
  }
}

function isDecided({ type, undone_at: undoneAt }: ReviewEventRow): boolean {
  return type === "decision" && undoneAt === null;
}

async function setReview({ session, id }: LockedReview, changes: ReturnType<typeof sql>): Promise<void> {
  await rowsOf(session, sql`UPDATE gavel.reviews SET ${changes} WHERE verdict_id = ${id}::uuid`);
}

/** Releases an item. With `skips`, this person gets it again after all others. */
export async function releaseItem(
  review: LockedReview,
  reviewer: Reviewer,
  { skips }: { readonly skips: boolean },
): Promise<null> {
  const { session, row, events } = review;
  if (holdsClaim(row, reviewer)) await setReview(review, UNCLAIMED);
  if (!skips || !isOpen(row.state)) return null;
  // The latest one counts.
  const earlier = events.filter((event) => event.type === "skip" && isSamePerson(event, reviewer));
  for (const { id } of earlier) await session.delete(reviewEvents).where(eq(reviewEvents.id, id));
  await addEvent(review, reviewer, { type: "skip", words: null });
  return null;
}
