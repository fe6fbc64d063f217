import { sql } from "drizzle-orm";
import type { Content } from "../../../schemas/content.ts";
import type { DecidedItem, ReviewStore } from "../../reviews/review-store.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { recordsById } from "../verdicts/records-by-id.ts";

interface DecidedRow {
  readonly id: string;
  readonly position: string;
  readonly content: Content;
  readonly reason: string | null;
}

/** Returns a page of decided items with their content, in the order of the queue. */
export async function listDecided(
  session: Session,
  { policyId, state, after, limit }: Parameters<ReviewStore["listDecided"]>[0],
): Promise<{ readonly items: readonly DecidedItem[]; readonly next: number | null }> {
  const states = state === undefined ? ["agreed", "overturned"] : [state];
  const rows = await rowsOf<DecidedRow>(
    session,
    sql`SELECT v.id, r.position::text, v.content, (
          SELECT e.words FROM gavel.review_events e
          WHERE e.verdict_id = v.id AND e.type = 'decision' AND e.undone_at IS NULL
          ORDER BY e.position DESC LIMIT 1
        ) AS reason
        FROM gavel.reviews r JOIN gavel.verdicts v ON v.id = r.verdict_id
        WHERE r.state = ANY(${sql.param(states)}::text[]) AND r.position > ${after}::bigint
          AND v.content IS NOT NULL
          ${policyId === undefined ? sql`` : sql`AND r.policy_id = ${toText(policyId)}`}
        ORDER BY r.position LIMIT ${limit}`,
  );
  const records = await recordsById(
    session,
    rows.map(({ id }) => id),
  );
  const last = rows.at(-1);
  return {
    items: rows.flatMap(({ id, content, reason }) => {
      const record = records.get(id);
      // It may have changed since the rows were read.
      return record === undefined || record.review?.outcome == null ? [] : [{ record, content, reason }];
    }),
    next: rows.length < limit || last === undefined ? null : Number(last.position),
  };
}
