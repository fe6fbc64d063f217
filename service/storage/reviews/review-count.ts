import { type SQL, sql } from "drizzle-orm";
import type { DecisionKind } from "../../../schemas/review.ts";
import type { ReviewCounts } from "../../reviews/review-store.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { fromText, toText } from "../database/json-text.ts";

const MAX_REVIEWERS = 100;

interface CountOptions {
  readonly policyId?: string;
  readonly since: Date;
}

export async function countReviews(session: Session, options: CountOptions): Promise<ReviewCounts> {
  const { policyId, since } = options;
  const ofPolicy = policyId === undefined ? sql`true` : sql`r.policy_id = ${toText(policyId)}`;
  const decided = sql`gavel.review_events e JOIN gavel.reviews r ON r.verdict_id = e.verdict_id
    WHERE e.type = 'decision' AND e.undone_at IS NULL AND ${ofPolicy}
      AND e.created_at >= ${since.toISOString()}::timestamptz`;
  return {
    queues: await countQueues(session, ofPolicy),
    ...(await countDecisions(session, decided)),
    pairs: await countPairs(session, decided),
    sample: await countSample(session, decided),
  };
}

interface QueueRow {
  readonly policy_id: string;
  readonly needs_review: number;
  readonly escalated: number;
  readonly claimed: number;
  readonly oldest_at: string;
  readonly age: number;
}

async function countQueues(session: Session, ofPolicy: SQL): Promise<ReviewCounts["queues"]> {
  const rows = await rowsOf<QueueRow>(
    session,
    sql`SELECT policy_id, (count(*) FILTER (WHERE state = 'needs_review'))::int AS needs_review,
          (count(*) FILTER (WHERE state = 'escalated'))::int AS escalated,
          (count(*) FILTER (WHERE claim_expires_at > now()))::int AS claimed,
          min(queued_at) AS oldest_at, extract(epoch FROM now() - min(queued_at))::int AS age
        FROM gavel.reviews r WHERE state IN ('needs_review', 'escalated') AND ${ofPolicy}
        GROUP BY policy_id ORDER BY policy_id`,
  );
  return rows.map(({ age, oldest_at: oldestAt, ...row }) => ({
    ...row,
    oldest_at: new Date(oldestAt).toISOString(),
    oldest_age_seconds: Math.max(0, age),
  }));
}

type DecisionCounts = ReviewCounts["decisions"];
type CountRow = DecisionCounts & { readonly key_id: string; readonly reviewer: string | null };

const BY_KIND = sql.join(
  (["agree", "overturn", "unsure", "escalate"] satisfies DecisionKind[]).map((kind) =>
    sql.raw(`(count(*) FILTER (WHERE e.decision = '${kind}'))::int AS ${kind}`),
  ),
  sql`, `,
);

async function countDecisions(
  session: Session,
  decided: SQL,
): Promise<Pick<ReviewCounts, "decisions" | "reviewers">> {
  const [total] = await rowsOf<DecisionCounts>(session, sql`SELECT ${BY_KIND} FROM ${decided}`);
  const rows = await rowsOf<CountRow>(
    session,
    sql`SELECT e.key_id, e.reviewer, ${BY_KIND} FROM ${decided} GROUP BY e.key_id, e.reviewer
        ORDER BY count(*) DESC, e.key_id, e.reviewer LIMIT ${MAX_REVIEWERS}`,
  );
  return {
    decisions: total ?? { agree: 0, overturn: 0, unsure: 0, escalate: 0 },
    reviewers: rows.map(({ key_id: key, reviewer, ...decisions }) => ({
      key_id: fromText(key),
      reviewer: reviewer === null ? null : fromText(reviewer),
      decisions,
    })),
  };
}

interface PairRow {
  readonly violation_1: 0 | 1;
  readonly category_1: string | null;
  readonly violation_2: 0 | 1;
  readonly category_2: string | null;
  readonly items: number;
}

/** Labels of the two people of a panel; an item that one of them could not label does not count. */
async function countPairs(session: Session, decided: SQL): Promise<ReviewCounts["pairs"]> {
  const rows = await rowsOf<PairRow>(
    session,
    sql`WITH panels AS (
          SELECT e.verdict_id, e.round, e.position, e.violation, e.policy_category
          FROM ${decided} AND e.panel AND e.violation IS NOT NULL
        )
        SELECT a.violation AS violation_1, a.policy_category AS category_1, b.violation AS violation_2,
          b.policy_category AS category_2, count(*)::int AS items
        FROM panels a JOIN panels b ON b.verdict_id = a.verdict_id AND b.round = a.round AND b.position > a.position
        GROUP BY 1, 2, 3, 4`,
  );
  return rows.map((row) => ({
    first: { violation: row.violation_1, policyCategory: textOrNull(row.category_1) },
    second: { violation: row.violation_2, policyCategory: textOrNull(row.category_2) },
    items: row.items,
  }));
}

async function countSample(session: Session, decided: SQL): Promise<ReviewCounts["sample"]> {
  const [row] = await rowsOf<ReviewCounts["sample"]>(
    session,
    sql`SELECT count(DISTINCT r.verdict_id)::int AS decided,
          (count(DISTINCT r.verdict_id) FILTER (WHERE r.state = 'overturned'))::int AS overturned
        FROM ${decided} AND 'sample' = ANY(r.reasons) AND r.state IN ('agreed', 'overturned')`,
  );
  return row ?? { decided: 0, overturned: 0 };
}

function textOrNull(stored: string | null): string | null {
  return stored === null ? null : fromText(stored);
}
