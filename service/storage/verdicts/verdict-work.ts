import { sql } from "drizzle-orm";
import type { Content } from "../../../schemas/content.ts";
import type { WorkItem } from "../../judging/verdict-store.ts";
import type { Outcome } from "../database/batcher.ts";
import { type Database, rowsOf } from "../database/database.ts";

interface WorkRow {
  readonly id: string;
  readonly policy_id: string;
  readonly policy_version: number;
  readonly content: Content;
  readonly reasoning_effort: WorkItem["reasoningEffort"];
  readonly attempts: number;
  readonly created_at: string;
}

/**
 * Marks items running and counts their attempts. Null for items that are settled, gone, or judged along
 * with another one. An id given twice is counted once.
 */
export async function beginAll(
  database: Database,
  ids: readonly string[],
): Promise<readonly Outcome<WorkItem | null>[]> {
  const rows = await database.run((session) =>
    rowsOf<WorkRow>(
      session,
      // Locked in the order of ids, as everywhere, so that two batches cannot wait for each other.
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
          RETURNING v.id, v.policy_id, v.policy_version, v.content, v.reasoning_effort, v.attempts, v.created_at`,
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
    content: row.content,
    reasoningEffort: row.reasoning_effort,
    attempts: row.attempts,
    createdAt: new Date(row.created_at),
  };
}
