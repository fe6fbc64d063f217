import { type SQL, sql } from "drizzle-orm";
import type { BatchTotals, StagedLine } from "../../batches/batch-store.ts";
import { ServiceError } from "../../errors.ts";
import { joinBadLines } from "./batch-line-runs.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { toJson, toText } from "../database/json-text.ts";

/** Lines removed by one statement. */
const DELETE_SLICE = 10_000;

/** Stores a slice of lines. It also updates touched_at, and fails if the upload was abandoned. */
export async function stageLines(
  database: Database,
  id: string,
  lines: readonly StagedLine[],
): Promise<void> {
  await database.transaction(async (session) => {
    const touched = await rowsOf(
      session,
      sql`UPDATE gavel.batches SET touched_at = ${new Date().toISOString()}::timestamptz
          WHERE id = ${id}::uuid AND status = 'receiving' RETURNING id`,
    );
    if (touched.length === 0) throw givenUp();
    await insertLines(session, id, lines);
  });
}

async function insertLines(session: Session, id: string, lines: readonly StagedLine[]): Promise<void> {
  const rows = joinBadLines(lines).map((line) =>
    "error" in line
      ? {
          ...line,
          lastLine: line.lastLine === line.line ? null : line.lastLine,
          item: null,
          items: 0,
          error: toJson(line.error),
        }
      : {
          ...line,
          lastLine: null,
          item: toJson({ content: line.content, metadata: line.metadata, targets: line.targets }),
          items: line.targets.length,
          error: null,
        },
  );
  const array = (type: string, value: (row: (typeof rows)[number]) => unknown): SQL =>
    sql`${sql.param(rows.map(value))}::${sql.raw(type)}[]`;
  await rowsOf(
    session,
    sql`INSERT INTO gavel.batch_lines (batch_id, line, last_line, state, external_id, item, items, characters, error)
        SELECT ${id}::uuid, staged.*
        FROM unnest(
          ${array("int", ({ line }) => line)},
          ${array("int", ({ lastLine }) => lastLine)},
          ${array("text", ({ item }) => (item === null ? "bad" : "staged"))},
          ${array("text", ({ externalId }) => (externalId === null ? null : toText(externalId)))},
          ${array("json", ({ item }) => item)},
          ${array("smallint", ({ items }) => items)},
          ${array("int", ({ item }) => item?.length ?? 0)},
          ${array("json", ({ error }) => error)}
        ) AS staged`,
  );
}

/** Accepts an upload. A batch without items has ended already. */
export async function acceptBatch(
  database: Database,
  id: string,
  { lines, badLines, items }: BatchTotals,
  uploadHmac: string | null,
): Promise<void> {
  const now = new Date().toISOString();
  const accepted = await database.run((session) =>
    rowsOf(
      session,
      sql`UPDATE gavel.batches SET
            status = ${items === 0 ? "completed" : "running"},
            lines = ${lines}::int, bad_lines = ${badLines}::int, items = ${items}::int,
            upload_hmac = ${uploadHmac}, created_at = ${now}::timestamptz, touched_at = ${now}::timestamptz,
            ended_at = ${items === 0 ? now : null}::timestamptz
          WHERE id = ${id}::uuid AND status = 'receiving' RETURNING id`,
    ),
  );
  if (accepted.length === 0) throw givenUp();
}

/** Deletes a batch in one of these statuses, with its lines. False if it has another status or does not exist. */
export async function deleteBatch(
  database: Database,
  id: string,
  statuses: readonly string[],
): Promise<boolean> {
  const condition = sql`id = ${id}::uuid AND status = ANY(${sql.param(statuses)}::text[])`;
  // Readers and the receiver must no longer find the batch when its lines are deleted.
  const [deleting] = await database.run((session) =>
    rowsOf(
      session,
      sql`UPDATE gavel.batches SET status = 'deleting', idempotency_key = NULL WHERE ${condition} RETURNING id`,
    ),
  );
  if (deleting === undefined) return false;
  for (;;) {
    const deleted = await database.run((session) =>
      rowsOf(
        session,
        sql`WITH gone AS (
              DELETE FROM gavel.batch_lines WHERE (batch_id, line) IN (
                SELECT batch_id, line FROM gavel.batch_lines WHERE batch_id = ${id}::uuid
                ORDER BY line LIMIT ${DELETE_SLICE})
              RETURNING 1)
            SELECT 1 FROM gone LIMIT 1`,
      ),
    );
    if (deleted.length === 0) break;
  }
  await database.run((session) => rowsOf(session, sql`DELETE FROM gavel.batches WHERE id = ${id}::uuid`));
  return true;
}

function givenUp(): ServiceError {
  return new ServiceError(
    "invalid_request",
    "The upload paused for too long and was abandoned. Send it again.",
  );
}
