import { sql } from "drizzle-orm";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { inlineRows, namesOf, pick, type RowOf } from "../database/columns.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { toJson } from "../database/json-text.ts";
import { addStats } from "../stats/add-stats.ts";
import { summedColumns } from "../stats/stats-sums.ts";
import { verdicts } from "../verdicts/verdict-tables.ts";
import { categoryOf, marksOf } from "./search-marks.ts";
import { verdictSearch } from "./search-tables.ts";
import { searchText } from "./search-text.ts";

/** Columns that are searched unchanged. */
const copiedColumns = pick(verdicts, ["id", "settled_at", "policy_id", "status", "violation", "score"]);

/**
 * The columns that a statement that settles records returns, with `settled_position` as text, so that the rows need not
 * be read again.
 */
export const indexedColumns = {
  ...copiedColumns,
  ...pick(verdicts, ["verdict", "metadata"]),
  ...summedColumns,
};

export type IndexedRow = RowOf<typeof indexedColumns> & { readonly settled_position: string | null };

const text = verdictSearch.policy_category;

/** `marks` is JSON, because rows of arrays cannot be passed as arrays. */
const inputColumns = { ...copiedColumns, position: text, category: text, marks: text, rationale: text };

/**
 * Makes records searchable, counts them and adds them to the figures over time, in the transaction that settles them.
 * Call it once for each record. Every transaction that settles records holds the lock of settled positions, so counts
 * are never updated by two at once.
 */
export async function indexSettled(session: Session, settled: readonly IndexedRow[]): Promise<void> {
  if (settled.length === 0) return;
  const rows = settled.map(({ verdict, metadata, settled_position: position, ...copied }) => ({
    ...pick(copied, namesOf(copiedColumns)),
    position,
    category: categoryOf(verdict),
    marks: toJson(marksOf({ verdict, metadata })),
    rationale: verdict === null ? null : searchText(verdict.rationale),
  }));
  await rowsOf(
    session,
    sql`WITH added AS (
          INSERT INTO gavel.verdict_search
            (verdict_id, settled_position, settled_at, policy_id, status, violation, policy_category, score, marks, words)
          SELECT id, position::bigint, settled_at, policy_id, status, violation, category, score,
            ARRAY(SELECT json_array_elements_text(marks::json)), to_tsvector('simple', rationale)
          FROM ${inlineRows("i", inputColumns, rows)}
          ORDER BY position::bigint
          RETURNING settled_at, settled_position, policy_id, policy_category, status, violation
        )
        INSERT INTO gavel.verdict_counts AS counted (day, policy_id, policy_category, outcome, count, first_position, last_position)
        SELECT (settled_at AT TIME ZONE 'UTC')::date, policy_id, coalesce(policy_category, ''),
          CASE WHEN violation = 1 THEN 'violation' WHEN violation = 0 THEN 'allowed' ELSE status END, count(*),
          min(settled_position), max(settled_position)
        FROM added GROUP BY 1, 2, 3, 4
        ON CONFLICT (day, policy_id, policy_category, outcome) DO UPDATE SET
          count = counted.count + excluded.count,
          first_position = least(counted.first_position, excluded.first_position),
          last_position = greatest(counted.last_position, excluded.last_position)`,
  );
  await addStats(session, settled);
}

/** Removes the words of rationales. Codes can still be searched. */
export async function forgetWords(session: Session, ids: readonly string[]): Promise<void> {
  await rowsOf(
    session,
    sql`UPDATE gavel.verdict_search SET words = NULL WHERE verdict_id = ANY(${sql.param(ids)}::uuid[])`,
  );
}

/** Removes everything except the codes of a verdict that was erased. */
export async function forgetRecord(
  session: Session,
  { id, verdict }: Pick<VerdictRecord, "id" | "verdict">,
): Promise<void> {
  const marks = toJson(marksOf({ verdict, metadata: null }));
  await rowsOf(
    session,
    sql`UPDATE gavel.verdict_search SET words = NULL, marks = ARRAY(SELECT json_array_elements_text(${marks}::json))
        WHERE verdict_id = ${id}::uuid`,
  );
}
