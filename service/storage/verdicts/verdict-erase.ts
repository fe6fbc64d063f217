import { sql } from "drizzle-orm";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { ERROR_CATALOGUE } from "../../error-catalogue/catalogue.ts";
import { appendEntries } from "../audit/append-entries.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { columnList } from "../database/columns.ts";
import { toJson } from "../database/json-text.ts";
import { lockPositions } from "../database/positions.ts";
import { forgetRecord, indexedColumns, type IndexedRow, indexSettled } from "../search/index-settled.ts";
import { eraseReviewWords, withdrawReview } from "../reviews/review-erase.ts";
import { eraseFromTrials } from "../evaluations/evaluation-erase.ts";
import { lockRows, notifySettled } from "./verdict-settle.ts";
import { withoutPrompt, withoutWords } from "./tombstone.ts";
import { RECORD_COLUMNS, recordOf, type VerdictRow } from "./verdict-row.ts";

/** A request's key and its records are written together, but the clocks of two machines may differ. */
const SAME_REQUEST = sql.raw("interval '1 hour'");

/** Leaves a tombstone; see VerdictStore.erase. */
export async function eraseVerdict(
  database: Database,
  id: string,
  by: string | null,
): Promise<{ readonly record: VerdictRecord; readonly toEnqueue: readonly string[] } | null> {
  return database.transaction(async (session) => {
    await lockPositions(session, "settled");
    await lockRows(session, [id]);
    const [before] = await recordRows(session, id);
    if (before === undefined) return null;
    const now = new Date().toISOString();
    const isUnsettled = before.settled_at === null;
    if (isUnsettled) {
      await expireRows(session, [id], "The item was erased before it was judged.");
      await notifySettled(session, [id]);
    }
    const toEnqueue = isUnsettled ? await promoteFollowers(session, [id]) : [];
    await rowsOf(session, sql`DELETE FROM gavel.verdict_reasonings WHERE verdict_id = ${id}::uuid`);
    await eraseFromTrials(session, id);
    await forgetRequest(session, before);
    await eraseReviewWords(session, [id]);
    const verdict = before.verdict === null ? null : withoutWords(before.verdict);
    await forgetRecord(session, { id, verdict });
    const review = await withdrawReview(session, before);
    await rowsOf(
      session,
      sql`UPDATE gavel.verdicts SET
            content = NULL, content_hmac = NULL, fingerprint = NULL, leader_id = NULL, cached_from = NULL,
            external_id = NULL, metadata = NULL, checks = NULL, rationale_kept = false, reusable = false,
            verdict = ${toJson(verdict)}::json,
            model = ${toJson(withoutPrompt(before.model))}::json,
            review = ${toJson(review)}::json, review_state = ${review?.state ?? null},
            erased_at = coalesce(erased_at, ${now}::timestamptz)
          WHERE id = ${id}::uuid`,
    );
    const [after] = await recordRows(session, id);
    if (before.erased_at === null) {
      const entry = { actor: by, action: "verdict.erased", subject: `/verdicts/${id}`, detail: {} } as const;
      await appendEntries(session, [entry]);
    }
    return after === undefined ? null : { record: recordOf(after), toEnqueue };
  });
}

/** Settles unsettled, locked rows as expired, without their followers. */
export async function expireRows(
  session: Session,
  ids: readonly string[],
  detail: string | null,
  code: "item_expired" | "batch_cancelled" | "caller_left" = "item_expired",
): Promise<void> {
  const error = { code, title: ERROR_CATALOGUE[code].title, detail };
  const expired = await rowsOf<IndexedRow>(
    session,
    sql`UPDATE gavel.verdicts SET
          status = 'expired', error = ${toJson(error)}::json, settled_at = ${new Date().toISOString()}::timestamptz,
          settled_position = nextval('gavel.settled_positions')
        WHERE id = ANY(${sql.param(ids)}::uuid[]) AND status IN ('queued', 'running')
        RETURNING ${columnList(indexedColumns)}, settled_position::text`,
  );
  await indexSettled(session, expired);
}

/**
 * Makes the first follower of each leader that was not judged the leader of the others. Returns these, which need
 * jobs. The old leader must be settled already, because a fingerprint has only one unsettled leader.
 */
export async function promoteFollowers(
  session: Session,
  leaderIds: readonly string[],
): Promise<readonly string[]> {
  const promoted = await rowsOf<{ id: string; leader_id: string }>(
    session,
    sql`SELECT DISTINCT ON (leader_id) id, leader_id FROM gavel.verdicts
        WHERE leader_id = ANY(${sql.param(leaderIds)}::uuid[]) AND status IN ('queued', 'running')
        ORDER BY leader_id, created_position`,
  );
  if (promoted.length === 0) return [];
  const ids = promoted.map(({ id }) => id);
  await rowsOf(
    session,
    sql`UPDATE gavel.verdicts v SET leader_id = CASE WHEN v.id = p.id THEN NULL ELSE p.id END
        FROM unnest(${sql.param(ids)}::uuid[], ${sql.param(promoted.map((row) => row.leader_id))}::uuid[])
          AS p (id, leader_id)
        WHERE v.leader_id = p.leader_id AND v.status IN ('queued', 'running')`,
  );
  return ids;
}

/** The idempotency key that the caller chose may name the item. */
async function forgetRequest(session: Session, { id, created_at: createdAt }: VerdictRow): Promise<void> {
  await rowsOf(
    session,
    sql`DELETE FROM gavel.idempotency_keys
        WHERE ${id}::uuid = ANY(record_ids)
          AND created_at BETWEEN ${createdAt}::timestamptz - ${SAME_REQUEST} AND ${createdAt}::timestamptz + ${SAME_REQUEST}`,
  );
}

function recordRows(session: Session, id: string): Promise<readonly VerdictRow[]> {
  return rowsOf(session, sql`SELECT ${RECORD_COLUMNS} FROM gavel.verdicts WHERE id = ${id}::uuid`);
}
