import { type SQL, sql } from "drizzle-orm";
import { type CountGroup, MAX_COUNT_ROWS, type VerdictCounts } from "../../../schemas/verdict-counts.ts";
import type { CountOptions } from "../../judging/verdict-store.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";

/** The column of each group, with its name in the result. */
const GROUPS: Readonly<Record<CountGroup, string>> = {
  day: "day::text AS day",
  policy: "policy_id",
  category: "nullif(policy_category, '') AS policy_category",
  outcome: "outcome",
};

/** Counts settled records from the rows that indexSettled writes. */
export async function countSettled(
  session: Session,
  { by, ...filter }: CountOptions,
): Promise<VerdictCounts> {
  const conditions = conditionsOf(filter);
  const where = conditions.length === 0 ? sql`` : sql`WHERE ${sql.join(conditions, sql` AND `)}`;
  const groups = sql.raw(by.map((group) => GROUPS[group]).join(", "));
  const numbers = sql.raw(by.map((_, index) => index + 1).join(", "));
  const order = sql.raw(by.includes("day") ? "day DESC, count DESC" : "count DESC");
  const rows = await rowsOf<VerdictCounts["data"][number]>(
    session,
    sql`SELECT ${groups}, sum(count)::float8 AS count FROM gavel.verdict_counts ${where}
        GROUP BY ${numbers} ORDER BY ${order}, ${numbers} LIMIT ${MAX_COUNT_ROWS + 1}`,
  );
  return { data: rows.slice(0, MAX_COUNT_ROWS), truncated: rows.length > MAX_COUNT_ROWS };
}

function conditionsOf({ policyId, category, outcome, since, until }: Omit<CountOptions, "by">): SQL[] {
  return [
    ...(policyId === undefined ? [] : [sql`policy_id = ${toText(policyId)}`]),
    ...(category === undefined ? [] : [sql`policy_category = ${toText(category)}`]),
    ...(outcome === undefined ? [] : [sql`outcome = ${outcome}`]),
    ...(since === undefined ? [] : [sql`day >= ${since}::date`]),
    ...(until === undefined ? [] : [sql`day < ${until}::date`]),
  ];
}
