import { sql } from "drizzle-orm";
import type { Priority } from "../../judging/verdict-store.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { lockPositions } from "../database/positions.ts";
import { expireRows, promoteFollowers } from "../verdicts/verdict-erase.ts";
import { notifySettled } from "../verdicts/verdict-settle.ts";

const LINES_PER_SLICE = 5000;
const ITEMS_PER_SLICE = 500;

interface Job {
  readonly id: string;
  readonly priority: Priority;
}

/** Stops feeding the batch. Waits for the slice that is being fed. */
export async function cancelBatch(database: Database, id: string): Promise<void> {
  await database.run((session) =>
    rowsOf(
      session,
      sql`UPDATE gavel.batches SET status = 'cancelling' WHERE id = ${id}::uuid AND status = 'running'`,
    ),
  );
}

/** Cancels one slice of lines and one of items of each batch that is being cancelled. */
export async function giveUpBatches(database: Database): Promise<readonly Job[]> {
  const batches = await database.run((session) =>
    rowsOf<{ id: string }>(
      session,
      sql`SELECT id FROM gavel.batches WHERE status = 'cancelling' ORDER BY id`,
    ),
  );
  const jobs: Job[] = [];
  for (const { id } of batches) {
    await database.transaction((session) => giveUpLines(session, id));
    jobs.push(...(await database.transaction((session) => giveUpItems(session, id))));
  }
  return jobs;
}

/** Cancels lines that never became items, and erases their content. */
async function giveUpLines(session: Session, id: string): Promise<void> {
  const locked = await rowsOf(
    session,
    sql`SELECT id FROM gavel.batches WHERE id = ${id}::uuid AND status = 'cancelling'
        FOR NO KEY UPDATE SKIP LOCKED`,
  );
  if (locked.length === 0) return;
  await rowsOf(
    session,
    sql`WITH given_up AS (
          UPDATE gavel.batch_lines SET state = 'cancelled', item = NULL
          WHERE batch_id = ${id}::uuid AND line IN (
            SELECT line FROM gavel.batch_lines WHERE batch_id = ${id}::uuid AND state = 'staged'
            ORDER BY line LIMIT ${LINES_PER_SLICE})
          RETURNING items
        )
        UPDATE gavel.batches b SET
          fed_lines = b.fed_lines + sums.lines, expired_items = b.expired_items + sums.items
        FROM (SELECT count(*)::int AS lines, coalesce(sum(items), 0)::int AS items FROM given_up) AS sums
        WHERE b.id = ${id}::uuid`,
  );
}

/** Expires items that are not judged yet. Followers of other requests get a new leader, which needs a job. */
async function giveUpItems(session: Session, id: string): Promise<readonly Job[]> {
  await lockPositions(session, "settled");
  const rows = await rowsOf<{ id: string }>(
    session,
    sql`SELECT id FROM gavel.verdicts
        WHERE status IN ('queued', 'running') AND id IN (
          SELECT item.id FROM gavel.batch_lines l CROSS JOIN unnest(l.verdict_ids) AS item(id)
          WHERE l.batch_id = ${id}::uuid AND l.state = 'fed')
        ORDER BY id LIMIT ${ITEMS_PER_SLICE} FOR NO KEY UPDATE`,
  );
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return [];
  await expireRows(session, ids, null, "batch_cancelled");
  const promoted = await promoteFollowers(session, ids);
  await notifySettled(session, ids);
  return rowsOf<Job>(
    session,
    sql`SELECT id, priority FROM gavel.verdicts WHERE id = ANY(${sql.param(promoted)}::uuid[])`,
  );
}
