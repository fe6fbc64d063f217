import { sql } from "drizzle-orm";
import { MAX_STATS_POLICIES, type Stats, type StatsRow } from "../../../schemas/stats.ts";
import { joinedBy, SUM_NAMES } from "../../../schemas/stats-sums.ts";
import { STATS_STEPS, type StatsPeriod } from "../../judging/stats-period.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { fromText, toText } from "../database/json-text.ts";

const JOINED = sql.raw(SUM_NAMES.map((name) => `${joinedBy(name)}(${name})::float8 AS ${name}`).join(", "));

/** Sums of each bucket and policy, oldest bucket first. */
export async function readStats(
  session: Session,
  { since, until, bucketSeconds, stepSeconds, policyId }: StatsPeriod & { readonly policyId?: string },
): Promise<readonly StatsRow[]> {
  const ofPolicy = policyId === undefined ? sql`` : sql`AND policy_id = ${toText(policyId)}`;
  const rows = await rowsOf<StatsRow>(
    session,
    sql`WITH period AS (
          SELECT * FROM gavel.verdict_stats
          WHERE step_seconds = ${stepSeconds} AND start >= ${since.toISOString()}::timestamptz
            AND start < ${until.toISOString()}::timestamptz ${ofPolicy}
        ), largest AS (
          SELECT policy_id FROM period GROUP BY policy_id
          ORDER BY sum(violation + allowed + failed + expired) DESC, policy_id LIMIT ${MAX_STATS_POLICIES}
        )
        SELECT date_bin(make_interval(secs => ${bucketSeconds}::int), p.start, 'epoch'::timestamptz) AS start,
          l.policy_id, ${JOINED}
        FROM period p LEFT JOIN largest l ON l.policy_id = p.policy_id
        GROUP BY 1, 2 ORDER BY 1, 2 NULLS LAST`,
  );
  return rows.map((row) => ({
    ...row,
    start: new Date(row.start).toISOString(),
    policy_id: row.policy_id === null ? null : fromText(row.policy_id),
  }));
}

/** What is not settled yet, from a partial index. */
export async function readUnsettled(session: Session): Promise<Stats["now"]> {
  const [row] = await rowsOf<Stats["now"]>(
    session,
    sql`SELECT count(*) FILTER (WHERE status = 'queued')::int AS queued,
          count(*) FILTER (WHERE status = 'running')::int AS running,
          (SELECT created_at FROM gavel.verdicts WHERE status = 'queued'
           ORDER BY created_position LIMIT 1) AS oldest_queued_at
        FROM gavel.verdicts WHERE status IN ('queued', 'running')`,
  );
  const { queued = 0, running = 0, oldest_queued_at: oldest = null } = row ?? {};
  return { queued, running, oldest_queued_at: oldest === null ? null : new Date(oldest).toISOString() };
}

/** Removes the sums of steps that are no longer kept. Returns how many. */
export async function deleteSums(session: Session, now: Date): Promise<number> {
  const old = STATS_STEPS.flatMap(({ seconds, keptMs }) =>
    keptMs === null
      ? []
      : sql`step_seconds = ${seconds}::int AND start < ${new Date(now.getTime() - keptMs).toISOString()}::timestamptz`,
  );
  const rows = await rowsOf(
    session,
    sql`DELETE FROM gavel.verdict_stats WHERE ${sql.join(old, sql` OR `)} RETURNING start`,
  );
  return rows.length;
}
