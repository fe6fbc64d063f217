import type { DecisionKind, ReviewState } from "../../schemas/review.ts";
import type { ReviewDetail, ReviewItem, ReviewStats } from "../../schemas/review-item.ts";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import type { Content } from "../../schemas/content.ts";

/** Who reviews: an API key and, if several people share it, a name. */
export interface Reviewer {
  readonly keyId: string;
  readonly name: string | null;
}

export interface NewDecision {
  readonly decision: DecisionKind;
  /** Null if unsure or escalated. */
  readonly violation: 0 | 1 | null;
  readonly policyCategory: string | null;
  readonly reason: string | null;
}

export interface ReviewListOptions {
  readonly policyId?: string;
  /** Absent: items that wait. */
  readonly state?: ReviewState;
  readonly limit: number;
  /** Throws ServiceError invalid_cursor. */
  readonly after?: string;
}

/** An item that people decided, with its content. */
export interface DecidedItem {
  readonly record: VerdictRecord;
  readonly content: Content;
  /** The reason of the last decision. */
  readonly reason: string | null;
}

/** Two people who labelled an item without seeing each other's decisions, and how many such items there are. */
export interface LabelPair {
  readonly first: Label;
  readonly second: Label;
  readonly items: number;
}

export interface Label {
  readonly violation: 0 | 1;
  readonly policyCategory: string | null;
}

/** The counts from which the statistics are computed. */
export interface ReviewCounts extends Pick<ReviewStats, "queues" | "decisions" | "reviewers"> {
  readonly pairs: readonly LabelPair[];
  readonly sample: { readonly decided: number; readonly overturned: number };
}

/**
 * The review queue, in a stable order: by the time when an item entered it. An item is held by one person at a time,
 * under a lease, and never offered to a person who has already decided it. Every change is committed with the record's
 * `review`, its webhook deliveries and its place in the stream.
 *
 * Throws ServiceError: verdict_not_found, verdict_not_reviewable, review_claimed, review_closed,
 * review_already_decided, review_undo_refused, review_limit_reached.
 */
export interface ReviewStore {
  /** Claims the first unclaimed item. Items that this person skipped come last. Null if there is none. */
  claimNext(
    reviewer: Reviewer,
    options: {
      readonly policyId?: string;
      readonly state: "needs_review" | "escalated";
      readonly leaseMs: number;
    },
  ): Promise<ReviewItem | null>;
  /** Claims one item, or extends its lease. A completed record that is not in the queue enters it. */
  claim(id: string, reviewer: Reviewer, leaseMs: number): Promise<ReviewItem>;
  /** Releases an item. Null if the record was never in the queue. */
  release(id: string, reviewer: Reviewer): Promise<ReviewItem | null>;
  /** Releases an item, which then comes last for this person. Null as for `release`. */
  skip(id: string, reviewer: Reviewer): Promise<ReviewItem | null>;
  /** A completed record that is not in the queue enters it first. */
  decide(id: string, reviewer: Reviewer, decision: NewDecision): Promise<ReviewItem>;
  /** Undoes this person's decision if it is the last one and not older than `withinMs`. */
  undo(
    id: string,
    reviewer: Reviewer,
    times: { readonly withinMs: number; readonly leaseMs: number },
  ): Promise<ReviewItem>;
  /** Null as for `release`. */
  addNote(id: string, reviewer: Reviewer, text: string): Promise<ReviewItem | null>;
  /** Adds a completed record to the end of the queue because of a complaint, for another person. */
  appeal(id: string, reviewer: Reviewer, complaint: string): Promise<ReviewItem>;
  /** Null if the record was never in the queue. */
  get(id: string): Promise<ReviewDetail | null>;
  list(
    options: ReviewListOptions,
  ): Promise<{ readonly items: readonly ReviewItem[]; readonly nextCursor: string | null }>;
  /** A page of decided items whose content is kept. `next` continues after it; null at the end. */
  listDecided(options: {
    readonly policyId?: string;
    readonly state?: "agreed" | "overturned";
    readonly after: number;
    readonly limit: number;
  }): Promise<{ readonly items: readonly DecidedItem[]; readonly next: number | null }>;
  count(options: { readonly policyId?: string; readonly since: Date }): Promise<ReviewCounts>;
}
