import { sql } from "drizzle-orm";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { RECORD_COLUMNS, recordOf, type VerdictRow } from "./verdict-row.ts";

/** Reads records as they are now. Unknown ids are left out. */
export async function recordsById(
  session: Session,
  ids: readonly string[],
): Promise<ReadonlyMap<string, VerdictRecord>> {
  if (ids.length === 0) return new Map();
  const rows = await rowsOf<VerdictRow>(
    session,
    sql`SELECT ${RECORD_COLUMNS} FROM gavel.verdicts WHERE id = ANY(${sql.param(ids)}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, recordOf(row)]));
}
