import { type SQL, sql } from "drizzle-orm";
import type { TrialOutcome } from "../../../evaluation/trials/trial-report.ts";
import type { Disagreement } from "../../../schemas/trial.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import type { TrialStore } from "../../evaluations/trial-store.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { fromText } from "../database/json-text.ts";

/** Items `i` that both sides have judged, with the judgement `j` of the candidate. */
const JUDGED_ITEMS = sql`gavel.evaluation_items i
  JOIN gavel.evaluation_judgements j
    ON j.evaluation_id = i.evaluation_id AND j.position = i.position AND j.status = 'completed'`;

const SAME_CATEGORY = sql`i.live_category IS NOT DISTINCT FROM j.policy_category`;

export async function trialOutcomes(
  session: Session,
  id: string,
  by: "hour" | "day",
): Promise<readonly TrialOutcome[]> {
  const interval: SQL = sql.raw(`date_trunc('${by}', i.live_at AT TIME ZONE 'UTC')`);
  const rows = await rowsOf<Omit<TrialOutcome, "sameCategory"> & { readonly same_category: boolean }>(
    session,
    sql`SELECT to_char(${interval}, 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') AS "from", i.violation AS live,
               j.violation AS candidate, ${SAME_CATEGORY} AS same_category, count(*)::int AS items
        FROM ${JUDGED_ITEMS} WHERE i.evaluation_id = ${id}::uuid GROUP BY 1, 2, 3, 4`,
  );
  return rows.map(({ same_category: sameCategory, ...outcome }) => ({ ...outcome, sameCategory }));
}

interface DisagreementRow {
  readonly position: number;
  readonly verdict_id: string;
  readonly live_at: string;
  readonly live: 0 | 1;
  readonly live_category: string | null;
  /** Null if the record was deleted. */
  readonly live_version: number | null;
  readonly live_verdict: VerdictRecord["verdict"];
  readonly candidate: 0 | 1;
  readonly policy_category: string | null;
  readonly version: number;
  /** Null once erased. */
  readonly verdict: VerdictRecord["verdict"];
}

export async function trialDisagreements(
  session: Session,
  id: string,
  { after, limit }: Parameters<TrialStore["disagreements"]>[1],
): ReturnType<TrialStore["disagreements"]> {
  const rows = await rowsOf<DisagreementRow>(
    session,
    sql`SELECT i.position, i.verdict_id, i.live_at, i.violation AS live, i.live_category,
               v.policy_version AS live_version, v.verdict AS live_verdict,
               j.violation AS candidate, j.policy_category, e.policy_version AS version, j.verdict
        FROM ${JUDGED_ITEMS}
        JOIN gavel.evaluations e ON e.id = i.evaluation_id
        LEFT JOIN gavel.verdicts v ON v.id = i.verdict_id
        WHERE i.evaluation_id = ${id}::uuid AND (i.violation <> j.violation OR NOT (${SAME_CATEGORY}))
          ${after === null ? sql`` : sql`AND i.position < ${after}::int`}
        ORDER BY i.position DESC LIMIT ${limit + 1}`,
  );
  const page = rows.slice(0, limit);
  return {
    items: page.map(disagreementOf),
    next: page.at(-1)?.position ?? null,
    hasMore: rows.length > limit,
  };
}

function disagreementOf(row: DisagreementRow): Disagreement {
  return {
    verdict_id: row.verdict_id,
    kind: kindOf(row),
    judged_at: new Date(row.live_at).toISOString(),
    live: {
      version: row.live_version,
      violation: row.live,
      policy_category: categoryOf(row.live_category),
      rationale: rationaleOf(row.live_verdict),
    },
    candidate: {
      version: row.version,
      violation: row.candidate,
      policy_category: categoryOf(row.policy_category),
      rationale: rationaleOf(row.verdict),
    },
  };
}

function kindOf({ live, candidate }: DisagreementRow): Disagreement["kind"] {
  if (live === candidate) return "other_category";
  return live === 1 ? "only_live" : "only_candidate";
}

function categoryOf(stored: string | null): string | null {
  return stored === null ? null : fromText(stored);
}

/** A verdict whose texts were erased has an empty rationale. */
function rationaleOf(verdict: VerdictRecord["verdict"]): string | null {
  const rationale = verdict?.rationale ?? "";
  return rationale === "" ? null : rationale;
}
