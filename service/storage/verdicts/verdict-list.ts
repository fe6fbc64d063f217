import { type SQL, sql } from "drizzle-orm";
import type { VerdictFilter, VerdictListOptions, VerdictListResult } from "../../judging/verdict-store.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { cursorEncoder, decodeCursor, positionKindOf } from "./verdict-cursor.ts";
import { RECORD_COLUMNS, recordOf, type VerdictRow } from "./verdict-row.ts";

/** Reads one page by keyset. A non-empty page always has a cursor, so that a client can continue later. */
export async function listVerdicts(
  session: Session,
  options: VerdictListOptions,
): Promise<VerdictListResult> {
  const { filter, limit, order, after } = options;
  const kind = positionKindOf(filter);
  // Qualified: a bare name in ORDER BY means the output column, which is text, and "10" < "9".
  const position = sql.raw(`verdicts.${kind}_position`);
  const conditions = conditionsOf(filter);
  if (kind === "settled") conditions.push(sql`settled_position IS NOT NULL`);
  if (after !== undefined) {
    const comparison = sql.raw(order === "asc" ? ">" : "<");
    conditions.push(sql`${position} ${comparison} ${decodeCursor(options, after)}::bigint`);
  }
  const where = conditions.length === 0 ? sql`` : sql`WHERE ${sql.join(conditions, sql` AND `)}`;
  const rows = await rowsOf<VerdictRow>(
    session,
    sql`SELECT ${RECORD_COLUMNS} FROM gavel.verdicts ${where}
        ORDER BY ${position} ${sql.raw(order)} LIMIT ${limit + 1}`,
  );
  const page = rows.slice(0, limit);
  const cursorOf = cursorEncoder(options);
  const cursors = page.map((row) => cursorOf(row[`${kind}_position`] ?? ""));
  return {
    records: page.map(recordOf),
    cursors,
    nextCursor: cursors.at(-1) ?? after ?? null,
    hasMore: rows.length > limit,
  };
}

/** See VerdictStore.settledCursor. The positions of those that settle later are larger (positions.ts). */
export async function settledCursor(
  session: Session,
  filter: VerdictFilter,
  at: "now" | "beginning",
): Promise<string> {
  const cursorOf = cursorEncoder({ filter: { ...filter, settled: true }, order: "asc" });
  if (at === "beginning") return cursorOf("0");
  const [row] = await rowsOf<{ position: string }>(
    session,
    sql`SELECT coalesce(max(settled_position), 0)::text AS position FROM gavel.verdicts`,
  );
  return cursorOf(row?.position ?? "0");
}

function conditionsOf({ policyId, violation, status, externalId, keyId }: VerdictFilter): SQL[] {
  return [
    ...(policyId === undefined ? [] : [sql`policy_id = ${toText(policyId)}`]),
    // Literals let the planner prove the conditions of partial indexes.
    ...(violation === undefined ? [] : [violation === 1 ? sql`violation = 1` : sql`violation = 0`]),
    ...(status === undefined ? [] : [sql`status = ${sql.raw(STATUS_LITERALS[status])}`]),
    ...(externalId === undefined ? [] : [sql`external_id = ${toText(externalId)}`]),
    ...(keyId === undefined ? [] : [sql`key_id = ${toText(keyId)}`]),
  ];
}

const STATUS_LITERALS = {
  queued: "'queued'",
  running: "'running'",
  completed: "'completed'",
  failed: "'failed'",
  expired: "'expired'",
} as const;
