import { sql } from "drizzle-orm";
import { type Database, rowsOf } from "../database/database.ts";
import { IDEMPOTENCY_KEY_MS } from "../idempotency/idempotency.ts";
import { toJson } from "../database/json-text.ts";
import { lockPositions } from "../database/positions.ts";
import { eraseReviewWords } from "../reviews/review-erase.ts";
import { forgetWords } from "../search/index-settled.ts";
import { withoutWords } from "./tombstone.ts";
import { expireRows, promoteFollowers } from "./verdict-erase.ts";
import type { VerdictRow } from "./verdict-row.ts";
import { notifySettled } from "./verdict-settle.ts";

/** Rows changed by one transaction, and transactions in one call. The rest waits for the next sweep. */
const BATCH_ROWS = 500;
const MAX_BATCHES = 40;

/** Expires items accepted before an instant. Followers accepted later get a new leader. */
export async function expireUnsettled(database: Database, acceptedBefore: Date): Promise<number> {
  return inBatches(() =>
    database.transaction(async (session) => {
      await lockPositions(session, "settled");
      const rows = await rowsOf<{ id: string }>(
        session,
        sql`SELECT id FROM gavel.verdicts
            WHERE status IN ('queued', 'running') AND created_at < ${acceptedBefore.toISOString()}::timestamptz
            ORDER BY id LIMIT ${BATCH_ROWS} FOR NO KEY UPDATE`,
      );
      const ids = rows.map(({ id }) => id);
      if (ids.length === 0) return 0;
      await expireRows(session, ids, "The item was not judged within the time for which items may wait.");
      await promoteFollowers(session, ids);
      await notifySettled(session, ids);
      return ids.length;
    }),
  );
}

/** Erases the content of items settled before an instant, and nothing else. */
export async function eraseContent(database: Database, settledBefore: Date): Promise<number> {
  return inBatches(() =>
    database.run(async (session) => {
      const rows = await rowsOf(
        session,
        sql`UPDATE gavel.verdicts SET content = NULL
            WHERE id IN (
              SELECT id FROM gavel.verdicts
              WHERE settled_at < ${settledBefore.toISOString()}::timestamptz AND content IS NOT NULL
              ORDER BY settled_at LIMIT ${BATCH_ROWS} FOR NO KEY UPDATE SKIP LOCKED)
            RETURNING id`,
      );
      return rows.length;
    }),
  );
}

/** Erases the text of verdicts reached before an instant, and that of their reviews. Their codes stay. */
export async function eraseRationale(database: Database, settledBefore: Date): Promise<number> {
  return inBatches(() =>
    database.transaction(async (session) => {
      const rows = await rowsOf<Pick<VerdictRow, "id" | "verdict">>(
        session,
        sql`SELECT id, verdict FROM gavel.verdicts
            WHERE settled_at < ${settledBefore.toISOString()}::timestamptz AND rationale_kept
            ORDER BY settled_at LIMIT ${BATCH_ROWS} FOR NO KEY UPDATE SKIP LOCKED`,
      );
      const ids = rows.map(({ id }) => id);
      await eraseReviewWords(session, ids);
      await forgetWords(session, ids);
      const verdicts = rows.map(({ verdict }) => (verdict === null ? null : toJson(withoutWords(verdict))));
      await rowsOf(
        session,
        sql`UPDATE gavel.verdicts v SET verdict = w.verdict, rationale_kept = false
            FROM unnest(${sql.param(ids)}::uuid[], ${sql.param(verdicts)}::json[]) AS w (id, verdict)
            WHERE v.id = w.id`,
      );
      return rows.length;
    }),
  );
}

export async function eraseReasoning(database: Database, settledBefore: Date): Promise<number> {
  return inBatches(() =>
    database.run(async (session) => {
      const rows = await rowsOf(
        session,
        sql`DELETE FROM gavel.verdict_reasonings
            WHERE verdict_id IN (
              SELECT verdict_id FROM gavel.verdict_reasonings
              WHERE settled_at < ${settledBefore.toISOString()}::timestamptz
              ORDER BY settled_at LIMIT ${BATCH_ROWS} FOR UPDATE SKIP LOCKED)
            RETURNING verdict_id`,
      );
      return rows.length;
    }),
  );
}

/** Deletes records settled before an instant with their reasoning, and expired idempotency keys. */
export async function deleteRecords(database: Database, settledBefore: Date): Promise<number> {
  const oldestKey = new Date(
    Math.max(settledBefore.getTime(), Date.now() - IDEMPOTENCY_KEY_MS),
  ).toISOString();
  await inBatches(() =>
    database.run(async (session) => {
      const rows = await rowsOf(
        session,
        sql`DELETE FROM gavel.idempotency_keys
            WHERE (scope, key) IN (
              SELECT scope, key FROM gavel.idempotency_keys WHERE created_at < ${oldestKey}::timestamptz
              ORDER BY created_at LIMIT ${BATCH_ROWS} FOR UPDATE SKIP LOCKED)
            RETURNING scope`,
      );
      return rows.length;
    }),
  );
  return inBatches(() =>
    database.run(async (session) => {
      const rows = await rowsOf(
        session,
        sql`DELETE FROM gavel.verdicts
            WHERE id IN (
              SELECT id FROM gavel.verdicts WHERE settled_at < ${settledBefore.toISOString()}::timestamptz
              ORDER BY settled_at LIMIT ${BATCH_ROWS} FOR UPDATE SKIP LOCKED)
            RETURNING id`,
      );
      return rows.length;
    }),
  );
}

async function inBatches(batch: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let batches = 0; batches < MAX_BATCHES; batches += 1) {
    const changed = await batch();
    total += changed;
    if (changed < BATCH_ROWS) break;
  }
  return total;
}
