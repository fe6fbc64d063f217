import { sql } from "drizzle-orm";
import type { BatchResult } from "../../../schemas/batch-result.ts";
import type { LineError } from "../../batches/batch-store.ts";
import { ERROR_CATALOGUE, type ErrorCode } from "../../error-catalogue/catalogue.ts";
import { linesOfRuns } from "./batch-line-runs.ts";
import { columnList, pick, type RowOf } from "../database/columns.ts";
import { type Database, rowsOf } from "../database/database.ts";
import { batchLines } from "./batch-tables.ts";
import { fromText } from "../database/json-text.ts";
import { RECORD_COLUMNS, recordOf, type VerdictRow } from "../verdicts/verdict-row.ts";

const lineColumns = pick(batchLines, ["line", "last_line", "external_id", "items", "verdict_ids", "error"]);

type LineRow = RowOf<typeof lineColumns>;

/** Results of the next lines of an ended batch, in input order. */
export async function readResults(
  database: Database,
  id: string,
  afterLine: number,
  limit: number,
): Promise<{ readonly results: readonly BatchResult[]; readonly lastLine: number | null }> {
  const lines = await readLines(database, id, afterLine, limit);
  const verdictIds = lines.flatMap((line) => line.verdict_ids ?? []);
  const rows = await database.run((session) =>
    rowsOf<VerdictRow>(
      session,
      sql`SELECT ${RECORD_COLUMNS} FROM gavel.verdicts WHERE id = ANY(${sql.param(verdictIds)}::uuid[])`,
    ),
  );
  const verdicts = new Map(rows.map((row) => [row.id, row]));
  return {
    results: lines.flatMap((line) => resultsOf(line, verdicts)),
    lastLine: lines.at(-1)?.line ?? null,
  };
}

/** Reads the next rows, and the run of bad lines that starts earlier and continues after `afterLine`. */
async function readLines(
  database: Database,
  id: string,
  afterLine: number,
  limit: number,
): Promise<readonly LineRow[]> {
  const lines = sql`SELECT ${columnList(lineColumns)} FROM gavel.batch_lines WHERE batch_id = ${id}::uuid`;
  const rows = await database.run((session) =>
    rowsOf<LineRow>(
      session,
      sql`SELECT * FROM (${lines} AND line <= ${afterLine}::int ORDER BY line DESC LIMIT 1) AS earlier
          WHERE last_line > ${afterLine}::int
          UNION ALL
          (${lines} AND line > ${afterLine}::int ORDER BY line LIMIT ${limit})
          ORDER BY line`,
    ),
  );
  return linesOfRuns(rows, afterLine, limit);
}

function resultsOf(row: LineRow, verdicts: ReadonlyMap<string, VerdictRow>): BatchResult[] {
  const position = {
    line: row.line,
    external_id: row.external_id === null ? null : fromText(row.external_id),
  };
  const { error } = row;
  if (error !== null) return [{ ...position, status: "bad", record: null, error }];
  if (row.verdict_ids === null) {
    const cancelled = { status: "expired", record: null, error: errorOf("batch_cancelled") } as const;
    return Array.from({ length: row.items }, () => ({ ...position, ...cancelled }));
  }
  return row.verdict_ids.map((verdictId) => {
    const verdict = verdicts.get(verdictId);
    if (verdict === undefined) {
      return { ...position, status: "deleted", record: null, error: errorOf("verdict_not_found") };
    }
    const record = recordOf(verdict);
    const { status } = record;
    if (status === "queued" || status === "running") {
      throw new Error("An item of an ended batch is unsettled");
    }
    return { ...position, external_id: record.external_id, status, record, error: record.error };
  });
}

function errorOf(code: ErrorCode): LineError {
  return { code, title: ERROR_CATALOGUE[code].title, detail: null };
}
