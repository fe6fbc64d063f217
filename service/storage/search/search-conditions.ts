import { type SQL, sql } from "drizzle-orm";
import type { VerdictFilter } from "../../judging/verdict-filter.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { wantedMarks } from "./search-marks.ts";
import { searchText } from "./search-text.ts";

/** The conditions of a filter on rows of verdict_search, named `s`. */
export function searchConditions(filter: VerdictFilter): SQL[] {
  const { policyId, violation, status, category, minScore, maxScore, rationale, since, until } = filter;
  const marks = wantedMarks(filter);
  return [
    ...(policyId === undefined ? [] : [sql`s.policy_id = ${toText(policyId)}`]),
    ...(violation === undefined ? [] : [sql`s.violation = ${violation}`]),
    ...(status === undefined ? [] : [sql`s.status = ${status}`]),
    ...(category === undefined ? [] : [sql`s.policy_category = ${toText(category)}`]),
    ...(minScore === undefined ? [] : [sql`s.score >= ${minScore}::float8`]),
    ...(maxScore === undefined ? [] : [sql`s.score <= ${maxScore}::float8`]),
    ...(marks.length === 0 ? [] : [sql`s.marks @> ${sql.param(marks.map(toText))}::text[]`]),
    ...(rationale === undefined
      ? []
      : [sql`s.words @@ websearch_to_tsquery('simple', ${questionOf(rationale)})`]),
    ...(since === undefined ? [] : [sql`s.settled_at >= ${since}::timestamptz`]),
    ...(until === undefined ? [] : [sql`s.settled_at < ${until}::timestamptz`]),
    ...recordCondition(filter),
  ];
}

/**
 * A dash that precedes neither a word nor a quote excludes nothing, and PostgreSQL fails on 33 of them ("tsquery stack
 * too small").
 */
function questionOf(text: string): string {
  return searchText(text).replaceAll(/-(?![\p{L}\p{N}"])/gu, " ");
}

/** Conditions on what only the record itself has. */
function recordCondition({ externalId, keyId, reviewState }: VerdictFilter): SQL[] {
  const conditions = [
    ...(externalId === undefined ? [] : [sql`v.external_id = ${toText(externalId)}`]),
    ...(keyId === undefined ? [] : [sql`v.key_id = ${toText(keyId)}`]),
    ...(reviewState === undefined ? [] : [sql`v.review_state = ${reviewState}`]),
  ];
  if (conditions.length === 0) return [];
  return [
    sql`EXISTS (SELECT FROM gavel.verdicts v WHERE v.id = s.verdict_id AND ${sql.join(conditions, sql` AND `)})`,
  ];
}

/**
 * Bounds of the positions of records that settled in a period, so that a listing by position does not read all the
 * records before it. They are the bounds of whole days, so the exact condition on the time is needed too. A machine
 * with a wrong clock widens them, but never hides a record.
 */
export async function positionBounds(
  session: Session,
  { since, until, policyId }: Pick<VerdictFilter, "since" | "until" | "policyId">,
): Promise<SQL[]> {
  if (since === undefined && until === undefined) return [];
  const conditions = [
    ...(since === undefined ? [] : [sql`day >= ${since.slice(0, 10)}::date`]),
    ...(until === undefined ? [] : [sql`day <= ${until.slice(0, 10)}::date`]),
    ...(policyId === undefined ? [] : [sql`policy_id = ${toText(policyId)}`]),
  ];
  const [row] = await rowsOf<{ readonly first: string | null; readonly last: string | null }>(
    session,
    sql`SELECT min(first_position)::text AS first, max(last_position)::text AS last
        FROM gavel.verdict_counts WHERE ${sql.join(conditions, sql` AND `)}`,
  );
  const { first, last } = row ?? { first: null, last: null };
  if (first === null || last === null) return [sql`false`];
  return [sql`s.settled_position BETWEEN ${first}::bigint AND ${last}::bigint`];
}
