import { type SQL, sql } from "drizzle-orm";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { columnList, inlineRows, pick } from "../database/columns.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { evaluationItems } from "./evaluation-tables.ts";

/** A settled live record, as far as sampling needs it. */
export interface LiveRow {
  readonly id: string;
  readonly status: VerdictRecord["status"];
  readonly policy_version: number;
  readonly verdict: VerdictRecord["verdict"];
  readonly settled_at: string;
  readonly settled_position: string;
  /** Whether the record has its own content: it was not erased, and its verdict was not reused. */
  readonly has_content: boolean;
}

export const LIVE_COLUMNS: SQL = sql`id, status, policy_version, verdict, settled_at,
  settled_position::text AS settled_position, content IS NOT NULL AND cached_from IS NULL AS has_content`;

const columns = pick(evaluationItems, [
  "position",
  "item_id",
  "violation",
  "labels",
  "verdict_id",
  "live_category",
  "live_at",
]);

/** Appends live records to a trial that has `before` items. */
export async function appendLive(
  session: Session,
  trialId: string,
  before: number,
  records: readonly LiveRow[],
): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map(({ id, verdict, settled_at }, index) => {
    const category = verdict?.["policy_category"];
    return {
      position: before + index + 1,
      item_id: id,
      violation: verdict?.violation ?? null,
      labels: { tags: [] },
      verdict_id: id,
      live_category: typeof category === "string" ? toText(category) : null,
      live_at: settled_at,
    };
  });
  await rowsOf(
    session,
    sql`INSERT INTO gavel.evaluation_items (evaluation_id, ${columnList(columns)})
        SELECT ${trialId}::uuid, i.* FROM ${inlineRows("i", columns, rows)}`,
  );
  await rowsOf(
    session,
    sql`UPDATE gavel.evaluations SET items = items + ${rows.length}::int, own_items = own_items + ${rows.length}::int
        WHERE id = ${trialId}::uuid`,
  );
}

/** Live records that a candidate can be compared with. */
export function isComparable(record: LiveRow, candidateVersion: number): boolean {
  return (
    record.status === "completed" &&
    record.verdict !== null &&
    record.has_content &&
    record.policy_version !== candidateVersion
  );
}
