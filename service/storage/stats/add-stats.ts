import { getTableColumns, sql } from "drizzle-orm";
import { joinedBy, SUM_NAMES } from "../../../schemas/stats-sums.ts";
import { columnList, inlineRows } from "../database/columns.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { type SummedRow, sumsOf } from "./stats-sums.ts";
import { verdictStats } from "./stats-tables.ts";

const columns = getTableColumns(verdictStats);
const ADDED = sql.raw(
  SUM_NAMES.map((name) =>
    joinedBy(name) === "max"
      ? `${name} = greatest(kept.${name}, excluded.${name})`
      : `${name} = kept.${name} + excluded.${name}`,
  ).join(", "),
);

/**
 * Adds settled records to the sums, in the transaction that settles them. The caller holds the lock of settled
 * positions.
 */
export async function addStats(session: Session, settled: readonly SummedRow[]): Promise<void> {
  await rowsOf(
    session,
    sql`INSERT INTO gavel.verdict_stats AS kept (${columnList(columns)})
        SELECT ${columnList(columns)} FROM ${inlineRows("i", columns, sumsOf(settled))}
        ON CONFLICT (step_seconds, start, policy_id) DO UPDATE SET ${ADDED}`,
  );
}
