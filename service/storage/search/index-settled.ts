import { sql } from "drizzle-orm";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { inlineRows } from "../database/columns.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { toJson } from "../database/json-text.ts";
import { categoryOf, marksOf } from "./search-marks.ts";
import { verdictSearch } from "./search-tables.ts";
import { searchText } from "./search-text.ts";

/** A record that was settled, and what it is searched by besides the columns of its row. */
type SettledRow = Pick<VerdictRecord, "id" | "verdict" | "metadata">;

const text = verdictSearch.policy_category;

/** What is computed here. `marks` is JSON, because rows of arrays cannot be passed as arrays. */
const inputColumns = { id: verdictSearch.verdict_id, category: text, marks: text, rationale: text };

/**
 * Makes records searchable and counts them, in the transaction that settles them. Call it once for each record. Every
 * transaction that settles records holds the lock of settled positions, so counts are never updated by two at once.
 */
export async function indexSettled(session: Session, settled: readonly SettledRow[]): Promise<void> {
  if (settled.length === 0) return;
  const rows = settled.map(({ id, verdict, metadata }) => ({
    id,
    category: categoryOf(verdict),
    marks: toJson(marksOf({ verdict, metadata })),
    rationale: verdict === null ? null : searchText(verdict.rationale),
  }));
  await rowsOf(
    session,
    sql`WITH added AS (
          INSERT INTO gavel.verdict_search
            (verdict_id, settled_position, settled_at, policy_id, status, violation, policy_category, score, marks, words)
          SELECT v.id, v.settled_position, v.settled_at, v.policy_id, v.status, v.violation, i.category, v.score,
            ARRAY(SELECT json_array_elements_text(i.marks::json)), to_tsvector('simple', i.rationale)
          FROM ${inlineRows("i", inputColumns, rows)} JOIN gavel.verdicts v ON v.id = i.id
          ORDER BY v.settled_position
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
  { id, verdict }: Pick<SettledRow, "id" | "verdict">,
): Promise<void> {
  const marks = toJson(marksOf({ verdict, metadata: null }));
  await rowsOf(
    session,
    sql`UPDATE gavel.verdict_search SET words = NULL, marks = ARRAY(SELECT json_array_elements_text(${marks}::json))
        WHERE verdict_id = ${id}::uuid`,
  );
}
