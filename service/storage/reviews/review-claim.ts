import { type SQL, sql } from "drizzle-orm";
import type { ReviewItem } from "../../../schemas/review-item.ts";
import type { Reviewer, ReviewStore } from "../../reviews/review-store.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { milliseconds } from "../database/milliseconds.ts";
import { readItem } from "./review-read.ts";
import { personOf } from "./review-row.ts";

type NextOptions = Parameters<ReviewStore["claimNext"]>[1];

/**
 * Claims the first waiting item. SKIP LOCKED lets many people claim at once: a row that another transaction is claiming
 * is skipped, and one that it has claimed no longer matches when its lock is free.
 */
export async function claimNext(
  session: Session,
  reviewer: Reviewer,
  options: NextOptions,
): Promise<ReviewItem | null> {
  const id =
    (await claimFirst(session, reviewer, options, "others")) ??
    (await claimFirst(session, reviewer, options, "skipped"));
  return id === null ? null : readItem(session, id);
}

/** Items that this person skipped are offered again when no other item waits, the one skipped longest ago first. */
async function claimFirst(
  session: Session,
  reviewer: Reviewer,
  { policyId, state, leaseMs }: NextOptions,
  among: "others" | "skipped",
): Promise<string | null> {
  const decided = eventsOf(reviewer, sql`e.type = 'decision' AND e.undone_at IS NULL`);
  const skipped = eventsOf(reviewer, sql`e.type = 'skip' AND e.round = r.round`);
  const ofPolicy = policyId === undefined ? sql`` : sql`AND r.policy_id = ${toText(policyId)}`;
  const [claimed] = await rowsOf<{ verdict_id: string }>(
    session,
    sql`WITH next AS MATERIALIZED (
          SELECT r.verdict_id FROM gavel.reviews r
          WHERE r.state = ${sql.raw(STATE_LITERALS[state])} ${ofPolicy}
            AND (r.claim_expires_at IS NULL OR r.claim_expires_at <= now())
            AND NOT EXISTS (SELECT ${decided})
            AND ${sql.raw(among === "others" ? "NOT" : "")} EXISTS (SELECT ${skipped})
          ORDER BY ${among === "others" ? sql`r.position` : sql`(SELECT max(e.position) ${skipped})`}
          LIMIT 1 FOR UPDATE OF r SKIP LOCKED
        )
        UPDATE gavel.reviews r SET ${claimBy(reviewer, leaseMs)} FROM next
        WHERE r.verdict_id = next.verdict_id RETURNING r.verdict_id`,
  );
  return claimed?.verdict_id ?? null;
}

/** Literals let the planner use the partial indexes. */
const STATE_LITERALS = { needs_review: "'needs_review'", escalated: "'escalated'" } as const;

/** `FROM …` of this person's events about an item; see isSamePerson. */
function eventsOf({ keyId, name }: Reviewer, condition: SQL): SQL {
  const sameKey = sql`e.key_id = ${toText(keyId)}`;
  const samePerson =
    name === null ? sameKey : sql`(e.person = ${personOf(name)} OR (e.person IS NULL AND ${sameKey}))`;
  return sql`FROM gavel.review_events e WHERE e.verdict_id = r.verdict_id AND ${condition} AND ${samePerson}`;
}

/** For SET. */
export function claimBy({ keyId, name }: Reviewer, leaseMs: number): SQL {
  return sql`claimed_key = ${toText(keyId)}, claimed_by = ${name === null ? null : toText(name)},
             claim_expires_at = now() + ${milliseconds(leaseMs)}`;
}

/** For SET. */
export const UNCLAIMED = sql.raw("claimed_key = NULL, claimed_by = NULL, claim_expires_at = NULL");
