import { sql } from "drizzle-orm";
import type { RecordReview } from "../../../schemas/review.ts";
import { reviewOf } from "../../reviews/open-review.ts";
import { inlineRows, pick, type RowOf } from "../database/columns.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { verdicts } from "../verdicts/verdict-tables.ts";

const needColumns = pick(verdicts, ["id", "policy_id", "review_need"]);
const openedColumns = pick(verdicts, ["id", "policy_id", "review"]);

/**
 * Adds the records that need a review to the review queue, in the transaction that settles them. Returns their reviews.
 */
export async function openReviews(
  session: Session,
  settled: readonly RowOf<typeof needColumns>[],
): Promise<ReadonlyMap<string, RecordReview>> {
  const opened = settled.flatMap(({ id, policy_id, review_need: need }) => {
    const review = need === null ? null : reviewOf(id, need);
    return review === null ? [] : [{ id, policy_id, review }];
  });
  if (opened.length > 0) await insertReviews(session, opened);
  return new Map(opened.map(({ id, review }) => [id, review]));
}

export async function insertReviews(
  session: Session,
  opened: readonly { readonly id: string; readonly policy_id: string; readonly review: RecordReview }[],
): Promise<void> {
  await rowsOf(
    session,
    sql`WITH opened AS MATERIALIZED (
          SELECT * FROM ${inlineRows("o", openedColumns, opened)}
        ), marked AS (
          UPDATE gavel.verdicts v SET review = o.review, review_state = o.review ->> 'state'
          FROM opened o WHERE v.id = o.id
        )
        INSERT INTO gavel.reviews (verdict_id, policy_id, state, reasons, reviewers, queued_at)
        SELECT id, policy_id, review ->> 'state', ARRAY(SELECT json_array_elements_text(review -> 'reasons')),
          (review ->> 'reviewers')::smallint, now()
        FROM opened ORDER BY id`,
  );
}
