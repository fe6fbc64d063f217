import { type SQL, sql } from "drizzle-orm";
import { isSearch, type VerdictFilter } from "../../judging/verdict-filter.ts";
import type { VerdictListOptions, VerdictListResult } from "../../judging/verdict-store.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { positionBounds, searchConditions } from "../search/search-conditions.ts";
import { cursorEncoder, decodeCursor, type PositionKind, positionKindOf } from "./verdict-cursor.ts";
import { RECORD_COLUMNS, recordOf, type VerdictRow } from "./verdict-row.ts";

/** Reads one page by keyset. A non-empty page always has a cursor, so that a client can continue later. */
export async function listVerdicts(
  session: Session,
  options: VerdictListOptions,
): Promise<VerdictListResult> {
  const { filter, limit, after } = options;
  const kind = positionKindOf(filter);
  const rows = await rowsOf<VerdictRow>(session, await pageStatement(session, options));
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

/** Selects the rows of a page, and one more if there is one. */
export async function pageStatement(session: Session, options: VerdictListOptions): Promise<SQL> {
  const { filter, after } = options;
  const position = after === undefined ? null : decodeCursor(options, after);
  return isSearch(filter)
    ? searchStatement(session, options, position)
    : listStatement(options, positionKindOf(filter), position);
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
    sql`SELECT greatest(
          (SELECT coalesce(max(settled_position), 0) FROM gavel.verdicts),
          (SELECT coalesce(max(position), 0) FROM gavel.review_changes)
        )::text AS position`,
  );
  return cursorOf(row?.position ?? "0");
}

/** Positions are qualified: a bare name in ORDER BY means the output column, which is text, and "10" < "9". */
function listStatement(
  { filter, limit, order }: VerdictListOptions,
  kind: PositionKind,
  after: string | null,
): SQL {
  const position = sql.raw(`verdicts.${kind}_position`);
  const conditions = [
    ...conditionsOf(filter),
    ...(kind === "settled" ? [sql`settled_position IS NOT NULL`] : []),
    ...beyond(position, order, after),
  ];
  return sql`SELECT ${RECORD_COLUMNS} FROM gavel.verdicts ${whereAll(conditions)}
             ORDER BY ${position} ${sql.raw(order)} LIMIT ${limit + 1}`;
}

/** Finds the page in the narrow rows of verdict_search, and reads its records. */
async function searchStatement(
  session: Session,
  { filter, limit, order }: VerdictListOptions,
  after: string | null,
): Promise<SQL> {
  const position = sql.raw("s.settled_position");
  const conditions = [
    ...searchConditions(filter),
    ...(await positionBounds(session, filter)),
    ...beyond(position, order, after),
  ];
  return sql`SELECT ${RECORD_COLUMNS} FROM (
               SELECT s.verdict_id, s.settled_position AS position FROM gavel.verdict_search s ${whereAll(conditions)}
               ORDER BY ${position} ${sql.raw(order)} LIMIT ${limit + 1}
             ) AS page JOIN gavel.verdicts ON verdicts.id = page.verdict_id
             ORDER BY page.position ${sql.raw(order)}`;
}

function beyond(position: SQL, order: "asc" | "desc", after: string | null): SQL[] {
  return after === null ? [] : [sql`${position} ${sql.raw(order === "asc" ? ">" : "<")} ${after}::bigint`];
}

function whereAll(conditions: readonly SQL[]): SQL {
  return conditions.length === 0 ? sql`` : sql`WHERE ${sql.join([...conditions], sql` AND `)}`;
}

export function conditionsOf({
  policyId,
  violation,
  status,
  externalId,
  keyId,
  reviewState,
}: VerdictFilter): SQL[] {
  return [
    ...(policyId === undefined ? [] : [sql`policy_id = ${toText(policyId)}`]),
    // Literals let the planner prove the conditions of partial indexes.
    ...(violation === undefined ? [] : [violation === 1 ? sql`violation = 1` : sql`violation = 0`]),
    ...(status === undefined ? [] : [sql`status = ${sql.raw(STATUS_LITERALS[status])}`]),
    ...(externalId === undefined ? [] : [sql`external_id = ${toText(externalId)}`]),
    ...(keyId === undefined ? [] : [sql`key_id = ${toText(keyId)}`]),
    ...(reviewState === undefined ? [] : [sql`review_state = ${reviewState}`]),
  ];
}

const STATUS_LITERALS = {
  queued: "'queued'",
  running: "'running'",
  completed: "'completed'",
  failed: "'failed'",
  expired: "'expired'",
} as const;
