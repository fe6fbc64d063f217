import { sql } from "drizzle-orm";
import type { Content } from "../../../schemas/content.ts";
import type { WorkItem } from "../../judging/verdict-store.ts";
import type { Outcome } from "../database/batcher.ts";
import { columnList, pick, type RowOf } from "../database/columns.ts";
import { type Database, rowsOf } from "../database/database.ts";
import { verdicts } from "./verdict-tables.ts";

const workColumns = pick(verdicts, [
  "id",
  "policy_id",
  "policy_version",
  "policy_sha256",
  "content",
  "reasoning_effort",
  "attempts",
  "created_at",
]);

interface WorkRow extends RowOf<typeof workColumns> {
  /** Only settled rows have none. */
  readonly content: Content;
}

/**
 * Marks items as running and counts their attempts. Null for items that are settled or deleted, or that follow another
 * one. An id that is given twice counts once.
 */
export async function beginAll(
  database: Database,
  ids: readonly string[],
): Promise<readonly Outcome<WorkItem | null>[]> {
  const rows = await database.run((session) =>
    rowsOf<WorkRow>(
      session,
      // Locked in the order of ids, as everywhere, so that two batches cannot deadlock.
      sql`UPDATE gavel.verdicts v SET
            status = 'running',
            attempts = v.attempts + 1,
            in_backlog = false,
            started_at = coalesce(v.started_at, ${new Date().toISOString()}::timestamptz)
          FROM (
            SELECT id FROM gavel.verdicts
            WHERE id = ANY(${sql.param(ids)}::uuid[]) AND leader_id IS NULL AND status IN ('queued', 'running')
            ORDER BY id FOR NO KEY UPDATE
          ) AS mine
          WHERE v.id = mine.id
          RETURNING ${columnList(workColumns, "v")}`,
    ),
  );
  const items = new Map(rows.map((row) => [row.id, workItemOf(row)]));
  return ids.map((id) => ({ value: items.get(id) ?? null }));
}

function workItemOf(row: WorkRow): WorkItem {
  return {
    id: row.id,
    policyId: row.policy_id,
    policyVersion: row.policy_version,
    policySha256: row.policy_sha256,
    content: row.content,
    reasoningEffort: row.reasoning_effort,
    attempts: row.attempts,
    createdAt: new Date(row.created_at),
  };
}
