import { and, asc, eq, getTableColumns, gt, inArray, sql } from "drizzle-orm";
import type { ReviewItem } from "../../../schemas/review-item.ts";
import type { ReviewListOptions } from "../../reviews/review-store.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { decodePosition, encodePosition } from "../database/position-cursor.ts";
import { recordsById } from "../verdicts/records-by-id.ts";
import { itemOf, type ReviewEventRow, type ReviewRow } from "./review-row.ts";
import { reviewEvents, reviews } from "./review-tables.ts";

const rowFields = {
  ...getTableColumns(reviews),
  is_claimed: sql<boolean>`coalesce(${reviews.claim_expires_at} > now(), false)`,
};

/** Locked until commit, so that no other reviewer claims or decides meanwhile. */
export async function lockReview(session: Session, id: string): Promise<ReviewRow | null> {
  const rows = await session.select(rowFields).from(reviews).where(eq(reviews.verdict_id, id)).for("update");
  return rows[0] ?? null;
}

export async function findReview(session: Session, id: string): Promise<ReviewRow | null> {
  const rows = await session.select(rowFields).from(reviews).where(eq(reviews.verdict_id, id));
  return rows[0] ?? null;
}

/** Oldest first. */
export function readEvents(session: Session, id: string): Promise<ReviewEventRow[]> {
  return session
    .select()
    .from(reviewEvents)
    .where(eq(reviewEvents.verdict_id, id))
    .orderBy(asc(reviewEvents.position));
}

/** The items of these rows, as they are now. */
export async function itemsOf(session: Session, rows: readonly ReviewRow[]): Promise<ReviewItem[]> {
  const ids = rows.map(({ verdict_id: id }) => id);
  const records = await recordsById(session, ids);
  const kept = await rowsOf<{ id: string }>(
    session,
    sql`SELECT id FROM gavel.verdicts WHERE id = ANY(${sql.param(ids)}::uuid[]) AND content IS NOT NULL`,
  );
  const withContent = new Set(kept.map(({ id }) => id));
  return rows.flatMap((row) => {
    const record = records.get(row.verdict_id);
    return record === undefined ? [] : [itemOf(row, record, withContent.has(row.verdict_id))];
  });
}

/** Returns null if the record was never in the queue. */
export async function readItem(session: Session, id: string): Promise<ReviewItem | null> {
  const row = await findReview(session, id);
  return row === null ? null : ((await itemsOf(session, [row]))[0] ?? null);
}

/** Returns one page in the order of the queue. */
export async function listReviews(
  session: Session,
  { policyId, state, limit, after }: ReviewListOptions,
): Promise<{ readonly items: readonly ReviewItem[]; readonly nextCursor: string | null }> {
  const rows = await session
    .select(rowFields)
    .from(reviews)
    .where(
      and(
        // A literal, or the planner could not use the partial indexes.
        state === undefined
          ? sql`${reviews.state} IN ('needs_review', 'escalated')`
          : inArray(reviews.state, [state]),
        policyId === undefined ? undefined : eq(reviews.policy_id, toText(policyId)),
        after === undefined ? undefined : gt(reviews.position, decodePosition(after)),
      ),
    )
    .orderBy(asc(reviews.position))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await itemsOf(session, page),
    nextCursor: rows.length > limit && last !== undefined ? encodePosition(last.position) : null,
  };
}
