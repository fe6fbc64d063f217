import { sql } from "drizzle-orm";
import type { Completion, Failure } from "../../judging/verdict-store.ts";
import type { Outcome } from "../database/batcher.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { assignments, columnList, inlineRows, pick, type RowOf } from "../database/columns.ts";
import { lockPositions } from "../database/positions.ts";
import { openReviews } from "../reviews/review-open.ts";
import { indexedColumns, type IndexedRow, indexSettled } from "../search/index-settled.ts";
import { recordDeliveries } from "../webhooks/webhook-outbox.ts";
import { JUDGED, verdictReasonings, verdicts } from "./verdict-tables.ts";

export const SETTLED_CHANNEL = "gavel_settled";

/** A payload must stay below 8000 bytes (PostgreSQL, NOTIFY); an id and its comma are 37. */
const IDS_PER_NOTIFICATION = 200;

/** The final status of an item, with its result. */
export interface Settlement {
  readonly id: string;
  readonly status: "completed" | Failure["status"];
  readonly completion: Completion | null;
  readonly error: Failure["error"] | null;
}

/**
 * Settles items and their followers in one transaction, each record with its own position. Returns true for items that
 * were not settled before. If an item has several settlements, the first one counts.
 */
export async function settleAll(
  database: Database,
  settlements: readonly Settlement[],
): Promise<readonly Outcome<boolean>[]> {
  const first = [
    ...new Map(settlements.toReversed().map((settlement) => [settlement.id, settlement])).values(),
  ];
  const settledIds = await database.transaction(async (session) => {
    await lockPositions(session, "settled");
    await lockRows(
      session,
      first.map(({ id }) => id),
    );
    const settled = await settleRows(session, first);
    await openReviews(session, settled);
    await indexSettled(session, settled);
    await notifySettled(
      session,
      settled.map(({ id }) => id),
    );
    return new Set(settled.filter(({ id, leader }) => id === leader).map(({ id }) => id));
  });
  return settlements.map((settlement) => ({
    value: settledIds.has(settlement.id) && first.includes(settlement),
  }));
}

/** Waits for transactions that add followers to these items (they hold a share lock), and blocks later ones. */
export async function lockRows(session: Session, ids: readonly string[]): Promise<void> {
  await rowsOf(
    session,
    sql`SELECT id FROM gavel.verdicts WHERE id = ANY(${sql.param(ids)}::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
  );
}

/**
 * Notifies every process when this transaction commits, and records a delivery for each webhook whose filter matches.
 * Call it once for each record that the transaction settles, or whose review it changes.
 */
export async function notifySettled(
  session: Session,
  ids: readonly string[],
  event: "settled" | "reviewed" = "settled",
): Promise<void> {
  const payloads: string[] = [];
  for (let start = 0; start < ids.length; start += IDS_PER_NOTIFICATION) {
    payloads.push(ids.slice(start, start + IDS_PER_NOTIFICATION).join(","));
  }
  if (payloads.length === 0) return;
  // Checked in the same statement, so that webhooks cost nothing if there are none.
  const [row] = await rowsOf<{ webhooks: boolean }>(
    session,
    sql`SELECT pg_notify(${SETTLED_CHANNEL}, payload), EXISTS (SELECT FROM gavel.webhooks WHERE enabled) AS webhooks
        FROM unnest(${sql.param(payloads)}::text[]) AS payload`,
  );
  if (row?.webhooks === true) await recordDeliveries(session, ids, event);
}

/** The columns that a settlement writes to its row unchanged. */
const outcomeColumns = pick(verdicts, [
  "status",
  ...JUDGED,
  "violation",
  "engine_ms",
  "error",
  "review_need",
]);
const inputColumns = { id: verdicts.id, ...outcomeColumns, reasoning: verdictReasonings.reasoning };

function inputOf({ id, status, completion, error }: Settlement): Partial<RowOf<typeof inputColumns>> {
  if (completion === null) return { id, status, error };
  return {
    id,
    status,
    ...pick(completion, JUDGED),
    violation: completion.verdict.violation,
    engine_ms: Math.round(completion.engineMs),
    error,
    review_need: completion.reviewNeed,
    reasoning: completion.reasoning,
  };
}

type SettledRow = IndexedRow & RowOf<typeof settledColumns> & { readonly leader: string };
const settledColumns = { ...indexedColumns, ...pick(verdicts, ["review_need"]) };

/** A follower gets its leader's outcome and attempts, and its waiting ended when the leader started. */
async function settleRows(
  session: Session,
  settlements: readonly Settlement[],
): Promise<readonly SettledRow[]> {
  const now = new Date().toISOString();
  return rowsOf(
    session,
    sql`WITH input AS MATERIALIZED (
          SELECT * FROM ${inlineRows("i", inputColumns, settlements.map(inputOf))}
        ), targets AS MATERIALIZED (
          SELECT id, id AS leader FROM input
          UNION ALL
          SELECT v.id, i.id FROM input i JOIN gavel.verdicts v ON v.leader_id = i.id
          WHERE v.status IN ('queued', 'running')
        ), settled AS (
          UPDATE gavel.verdicts v SET
            ${assignments(outcomeColumns, "i")},
            attempts = leader.attempts,
            started_at = CASE WHEN leader.started_at < v.created_at THEN v.created_at ELSE leader.started_at END,
            rationale_kept = i.verdict IS NOT NULL,
            settled_at = ${now}::timestamptz,
            settled_position = nextval('gavel.settled_positions')
          FROM targets t
          JOIN input i ON i.id = t.leader
          JOIN gavel.verdicts leader ON leader.id = t.leader
          WHERE v.id = t.id AND v.status IN ('queued', 'running')
          RETURNING ${columnList(settledColumns, "v")}, v.settled_position::text, t.leader, i.reasoning
        ), kept AS (
          INSERT INTO gavel.verdict_reasonings (verdict_id, reasoning, settled_at)
          SELECT id, reasoning, ${now}::timestamptz FROM settled WHERE reasoning IS NOT NULL
        )
        SELECT ${columnList(settledColumns)}, settled_position, leader FROM settled`,
  );
}
