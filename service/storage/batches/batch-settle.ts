import { sql } from "drizzle-orm";
import { type Database, rowsOf, type Session } from "../database/database.ts";

/** Time between the marks from which the rate is computed. */
const MARK_INTERVAL_SECONDS = 10;

/** Counts lines whose items have all settled, and ends batches that are complete. */
export async function settleBatches(database: Database): Promise<void> {
  const batches = await database.run((session) =>
    rowsOf<{ id: string }>(
      session,
      sql`SELECT id FROM gavel.batches WHERE status IN ('running', 'cancelling') ORDER BY id`,
    ),
  );
  for (const { id } of batches) await database.transaction((session) => settleBatch(session, id));
}

async function settleBatch(session: Session, id: string): Promise<void> {
  const locked = await rowsOf(
    session,
    sql`SELECT id FROM gavel.batches WHERE id = ${id}::uuid AND status IN ('running', 'cancelling')
        FOR NO KEY UPDATE SKIP LOCKED`,
  );
  if (locked.length === 0) return;
  await countSettledLines(session, id);
  const now = sql`${new Date().toISOString()}::timestamptz`;
  await rowsOf(
    session,
    sql`UPDATE gavel.batches SET
          status = CASE status WHEN 'running' THEN 'completed' ELSE 'cancelled' END, ended_at = ${now}
        WHERE id = ${id}::uuid AND completed_items + failed_items + expired_items = items`,
  );
  await rowsOf(
    session,
    sql`UPDATE gavel.batches SET
          earlier_mark_at = latest_mark_at, earlier_mark_items = latest_mark_items,
          latest_mark_at = ${now}, latest_mark_items = completed_items + failed_items + expired_items
        WHERE id = ${id}::uuid AND latest_mark_at < ${now} - ${MARK_INTERVAL_SECONDS} * interval '1 second'`,
  );
}

/** An item whose record was deleted before the batch was counted counts as expired. */
async function countSettledLines(session: Session, id: string): Promise<void> {
  await rowsOf(
    session,
    sql`WITH outcome AS (
          SELECT l.line,
                 count(*) FILTER (WHERE v.status = 'completed') AS completed,
                 count(*) FILTER (WHERE v.status = 'failed') AS failed,
                 count(*) FILTER (WHERE v.id IS NULL OR v.status = 'expired') AS expired
          FROM gavel.batch_lines l CROSS JOIN unnest(l.verdict_ids) AS item(id)
          LEFT JOIN gavel.verdicts v ON v.id = item.id
          WHERE l.batch_id = ${id}::uuid AND l.state = 'fed'
          GROUP BY l.line
          HAVING NOT coalesce(bool_or(v.status IN ('queued', 'running')), false)
        ), settled AS (
          UPDATE gavel.batch_lines l SET state = 'settled' FROM outcome o
          WHERE l.batch_id = ${id}::uuid AND l.line = o.line
          RETURNING o.completed, o.failed, o.expired
        )
        UPDATE gavel.batches b SET
          completed_items = b.completed_items + sums.completed,
          failed_items = b.failed_items + sums.failed,
          expired_items = b.expired_items + sums.expired
        FROM (
          SELECT coalesce(sum(completed), 0)::int AS completed, coalesce(sum(failed), 0)::int AS failed,
                 coalesce(sum(expired), 0)::int AS expired
          FROM settled
        ) AS sums
        WHERE b.id = ${id}::uuid`,
  );
}
