import { sql } from "drizzle-orm";
import type { Batch } from "../../../schemas/batch.ts";
import type { batches } from "./batch-tables.ts";

/**
 * Selects batches, with the items of their fed lines counted by status. A line keeps the state `fed` until all its
 * items have settled, so there are never more such items than the feeder keeps in the queue.
 */
export const BATCHES_WITH_PROGRESS = sql.raw(`
  SELECT b.*, now.running AS running_now, now.completed AS completed_now, now.failed AS failed_now,
         now.expired AS expired_now
  FROM gavel.batches b
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE v.status = 'running')::int AS running,
           count(*) FILTER (WHERE v.status = 'completed')::int AS completed,
           count(*) FILTER (WHERE v.status = 'failed')::int AS failed,
           count(*) FILTER (WHERE v.id IS NULL OR v.status = 'expired')::int AS expired
    FROM gavel.batch_lines l CROSS JOIN unnest(l.verdict_ids) AS item(id)
    LEFT JOIN gavel.verdicts v ON v.id = item.id
    WHERE l.batch_id = b.id AND l.state = 'fed'
  ) AS now`);

export type BatchRow = typeof batches.$inferSelect & {
  readonly running_now: number;
  readonly completed_now: number;
  readonly failed_now: number;
  readonly expired_now: number;
};

/** The batch as callers see it. Null while it is being received or deleted. */
export function batchOf(row: BatchRow): Batch | null {
  if (row.status === "receiving" || row.status === "deleting") return null;
  const completed = row.completed_items + row.completed_now;
  const failed = row.failed_items + row.failed_now;
  const expired = row.expired_items + row.expired_now;
  const settled = completed + failed + expired;
  const rate = rateOf(row, settled);
  return {
    id: row.id,
    status: row.status,
    format: row.format,
    lines: { total: row.lines, bad: row.bad_lines },
    items: {
      total: row.items,
      queued: row.items - settled - row.running_now,
      running: row.running_now,
      completed,
      failed,
      expired,
    },
    items_per_second: rate === null ? null : Math.round(rate * 100) / 100,
    seconds_left: row.ended_at === null ? secondsLeft(row.items - settled, rate) : 0,
    created_at: new Date(row.created_at).toISOString(),
    completed_at: row.ended_at === null ? null : new Date(row.ended_at).toISOString(),
  };
}

/** Settled items per second since the earlier mark or, for an ended batch, since it was accepted. */
function rateOf(row: BatchRow, settled: number): number | null {
  const end = row.ended_at === null ? Date.now() : Date.parse(row.ended_at);
  const [from, before] =
    row.ended_at === null ? [row.earlier_mark_at, row.earlier_mark_items ?? 0] : [row.created_at, 0];
  if (from === null) return null;
  const seconds = (end - new Date(from).getTime()) / 1000;
  return seconds < 1 ? null : Math.max(0, settled - before) / seconds;
}

function secondsLeft(items: number, rate: number | null): number | null {
  if (items === 0) return 0;
  return rate === null || rate === 0 ? null : Math.ceil(items / rate);
}
