import { sql } from "drizzle-orm";
import { type Database, rowsOf, type Session } from "../database/database.ts";

export const EVALUATIONS_CHANNEL = "gavel_evaluations";

/** A payload must stay below 8000 bytes (PostgreSQL, NOTIFY). */
const IDS_PER_NOTIFICATION = 200;

/**
 * Creates the next judgements of the evaluation that has waited longest: the first repeat of every item, then the
 * second, and so on. The row is locked, so each judgement is created once. Returns their ids.
 */
export async function dispatchJudgements(database: Database, limit: number): Promise<readonly string[]> {
  return database.transaction(async (session) => {
    const [next] = await rowsOf<{ id: string; items: number; dispatched: number; remaining: number }>(
      session,
      sql`SELECT id, items, dispatched, items * repeats - dispatched AS remaining FROM gavel.evaluations
          WHERE status = 'running' AND ended_at IS NULL AND dispatched < items * repeats
          ORDER BY dispatched_at NULLS FIRST, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`,
    );
    if (next === undefined) return [];
    const count = Math.min(limit, next.remaining);
    const rows = await rowsOf<{ id: string }>(
      session,
      sql`INSERT INTO gavel.evaluation_judgements (id, evaluation_id, position, repeat, status)
          SELECT gen_random_uuid(), ${next.id}::uuid, 1 + n % ${next.items}::int, 1 + n / ${next.items}::int, 'queued'
          FROM generate_series(${next.dispatched}::int, ${next.dispatched + count - 1}::int) AS n
          RETURNING id`,
    );
    await rowsOf(
      session,
      sql`UPDATE gavel.evaluations SET
            dispatched = dispatched + ${count}::int, dispatched_at = ${new Date().toISOString()}::timestamptz
          WHERE id = ${next.id}::uuid`,
    );
    return rows.map(({ id }) => id);
  });
}

/**
 * Cancels a running evaluation, with its judgements that are not settled. Workers stop judging them. Returns false if
 * it was not running.
 */
export async function cancelEvaluation(session: Session, id: string): Promise<boolean> {
  const cancelled = await rowsOf(
    session,
    sql`UPDATE gavel.evaluations SET status = 'cancelling', open = false
        WHERE id = ${id}::uuid AND status = 'running' RETURNING id`,
  );
  if (cancelled.length === 0) return false;
  const rows = await rowsOf<{ id: string }>(
    session,
    sql`UPDATE gavel.evaluation_judgements SET
          status = 'cancelled', settled_at = ${new Date().toISOString()}::timestamptz
        WHERE evaluation_id = ${id}::uuid AND status IN ('queued', 'running') RETURNING id`,
  );
  await notifyJudgements(
    session,
    rows.map((row) => row.id),
  );
  return true;
}

/** Notifies every process, when this transaction commits, that judgements are settled. */
export async function notifyJudgements(session: Session, ids: readonly string[]): Promise<void> {
  const payloads: string[] = [];
  for (let start = 0; start < ids.length; start += IDS_PER_NOTIFICATION) {
    payloads.push(ids.slice(start, start + IDS_PER_NOTIFICATION).join(","));
  }
  if (payloads.length === 0) return;
  await rowsOf(
    session,
    sql`SELECT pg_notify(${EVALUATIONS_CHANNEL}, payload) FROM unnest(${sql.param(payloads)}::text[]) AS payload`,
  );
}
