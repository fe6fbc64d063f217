import { sql } from "drizzle-orm";
import type { RecordReview } from "../../../schemas/review.ts";
import type { ReviewItem } from "../../../schemas/review-item.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { ServiceError } from "../../errors.ts";
import type { NewAuditEntry } from "../../audit/audit-log.ts";
import { deriveReview } from "../../reviews/derive-review.ts";
import { openReview } from "../../reviews/open-review.ts";
import { appendEntries } from "../audit/append-entries.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { toJson } from "../database/json-text.ts";
import { lockPositions } from "../database/positions.ts";
import { recordsById } from "../verdicts/records-by-id.ts";
import { endReuse } from "../verdicts/verdict-reuse.ts";
import { lockRows, notifySettled } from "../verdicts/verdict-settle.ts";
import { UNCLAIMED } from "./review-claim.ts";
import { insertReviews } from "./review-open.ts";
import { lockReview, readEvents, readItem } from "./review-read.ts";
import { factsOf, type ReviewEventRow, type ReviewRow } from "./review-row.ts";

/** A review whose rows are locked until commit. */
export interface LockedReview {
  readonly session: Session;
  readonly id: string;
  readonly row: ReviewRow;
  readonly events: readonly ReviewEventRow[];
}

/** Writes the rows of a review. Returns the entry for the audit log, or null. */
export type ReviewChange = (review: LockedReview) => Promise<NewAuditEntry | null>;

/**
 * Changes a review in a transaction, and updates the record, webhooks and the stream accordingly. A completed record
 * without a review gets one with the reason `opensFor`; if that is null, `change` is not called and the result is null.
 */
export async function changeReview(
  session: Session,
  id: string,
  opensFor: "request" | "appeal" | null,
  change: ReviewChange,
): Promise<ReviewItem | null> {
  await lockPositions(session, "settled");
  await lockRows(session, [id]);
  const record = await reviewableRecord(session, id);
  let row = await lockReview(session, id);
  if (row === null && opensFor !== null) {
    const opened = { id, policy_id: record.policy.id, review: openReview([opensFor], 1) };
    await insertReviews(session, [opened]);
    row = await lockReview(session, id);
  }
  if (row === null) return null;
  const entry = await change({ session, id, row, events: await readEvents(session, id) });
  await update(session, record);
  const item = await readItem(session, id);
  if (entry !== null) await appendEntries(session, [entry]);
  return item;
}

async function reviewableRecord(session: Session, id: string): Promise<VerdictRecord> {
  const record = (await recordsById(session, [id])).get(id);
  if (record === undefined) throw new ServiceError("verdict_not_found", "");
  if (record.status === "completed" && record.erased_at === null) return record;
  const reason = record.erased_at === null ? `is ${record.status}` : "has been erased";
  throw new ServiceError("verdict_not_reviewable", `The record ${reason}, so there is nothing to review.`);
}

/** Writes what is derived from the review's rows, and announces it if the record changed. */
async function update(session: Session, { id, review: before }: VerdictRecord): Promise<void> {
  const row = await lockReview(session, id);
  if (row === null) return;
  const review = deriveReview(factsOf(row, await readEvents(session, id)));
  if (review.state !== row.state) await setState(session, id, review.state);
  if (JSON.stringify(review) === JSON.stringify(before)) return;
  await rowsOf(
    session,
    sql`UPDATE gavel.verdicts SET review = ${toJson(review)}::json, review_state = ${review.state}
        WHERE id = ${id}::uuid`,
  );
  await rowsOf(
    session,
    sql`INSERT INTO gavel.review_changes (position, verdict_id)
        VALUES (nextval('gavel.settled_positions'), ${id}::uuid)`,
  );
  if (review.state === "overturned") await endReuse(session, id);
  await notifySettled(session, [id], "reviewed");
}

async function setState(session: Session, id: string, state: RecordReview["state"]): Promise<void> {
  const claim = isOpen(state) ? sql`` : sql`, ${UNCLAIMED}`;
  await rowsOf(
    session,
    sql`UPDATE gavel.reviews SET state = ${state} ${claim} WHERE verdict_id = ${id}::uuid`,
  );
}

export function isOpen(state: RecordReview["state"]): boolean {
  return state === "needs_review" || state === "escalated";
}
