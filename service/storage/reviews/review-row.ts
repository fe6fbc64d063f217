import type { ReviewEvent, ReviewItem } from "../../../schemas/review-item.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import type { ReviewFacts } from "../../reviews/derive-review.ts";
import type { Reviewer } from "../../reviews/review-store.ts";
import { fromText, toText } from "../database/json-text.ts";
import type { reviewEvents, reviews } from "./review-tables.ts";

export type ReviewRow = typeof reviews.$inferSelect & {
  /** Whether the lease has not expired, by the database's clock. */
  readonly is_claimed: boolean;
};

export type ReviewEventRow = typeof reviewEvents.$inferSelect;

export function itemOf(row: ReviewRow, record: VerdictRecord, contentKept: boolean): ReviewItem {
  return {
    id: row.verdict_id,
    record,
    content_kept: contentKept,
    queued_at: isoOf(row.queued_at),
    claim: claimOf(row),
  };
}

function claimOf({
  is_claimed: isClaimed,
  claimed_key: key,
  claimed_by: name,
  claim_expires_at: at,
}: ReviewRow): ReviewItem["claim"] {
  if (!isClaimed || key === null || at === null) return null;
  return { key_id: fromText(key), reviewer: textOrNull(name), expires_at: isoOf(at) };
}

export function eventOf(row: ReviewEventRow): ReviewEvent {
  return {
    id: row.id,
    type: row.type,
    key_id: fromText(row.key_id),
    reviewer: textOrNull(row.reviewer),
    decision: row.decision,
    violation: row.violation,
    policy_category: textOrNull(row.policy_category),
    text: row.words,
    created_at: isoOf(row.created_at),
    undone_at: row.undone_at === null ? null : isoOf(row.undone_at),
  };
}

/** The facts from which the review of a record is derived. */
export function factsOf(row: ReviewRow, events: readonly ReviewEventRow[]): ReviewFacts {
  const { reasons, reviewers, round } = row;
  return {
    reasons,
    reviewers,
    round,
    appeals: events.filter(({ type }) => type === "appeal").length,
    decisions: events.flatMap((event) => {
      const { id, decision, violation, policy_category, key_id, created_at, undone_at } = eventOf(event);
      if (decision === null) return [];
      const made = { id, decision, violation, policy_category, key_id, decided_at: created_at, undone_at };
      return [{ round: event.round, made }];
    }),
  };
}

/**
 * Whether an event may be from this person. If both have a name, the names decide; otherwise the keys do: an item that
 * needs another person must not go to the same one.
 */
export function isSamePerson(event: ReviewEventRow, { keyId, name }: Reviewer): boolean {
  if (name !== null && event.person !== null) return personOf(name) === event.person;
  return fromText(event.key_id) === keyId;
}

/** The stored form of a name, for comparison. */
export function personOf(name: string): string {
  return toText(name.toLowerCase());
}

/** Whether this person holds the claim, expired or not, unless another reviewer has replaced it. */
export function holdsClaim(
  { claimed_key: key, claimed_by: by }: ReviewRow,
  { keyId, name }: Reviewer,
): boolean {
  return key !== null && fromText(key) === keyId && textOrNull(by) === name;
}

function textOrNull(stored: string | null): string | null {
  return stored === null ? null : fromText(stored);
}

function isoOf(stored: string): string {
  return new Date(stored).toISOString();
}
