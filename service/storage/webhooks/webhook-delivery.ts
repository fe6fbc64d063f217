import { type SQL, sql } from "drizzle-orm";
import type { AttemptResult, ClaimedDelivery, ClaimOptions } from "../../webhooks/webhook-store.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { RECORD_COLUMNS, recordOf, type VerdictRow } from "../verdicts/verdict-row.ts";
import type { DeliveryRow } from "./webhook-row.ts";

interface ClaimRow extends Pick<DeliveryRow, "id" | "webhook_id" | "verdict_id" | "type" | "created_at"> {
  readonly attempts: number;
  readonly url: string;
  readonly secret: string;
  readonly previous_secret: string | null;
}

/**
 * Takes due deliveries, at most so many of each endpoint: a slow receiver fills its own share and nobody
 * else's. A claim is a lease: it counts the attempt and puts the next one `leaseMs` ahead, so that what a
 * killed process held comes due by itself. SKIP LOCKED keeps several processes out of each other's way.
 */
export async function claimDeliveries(
  session: Session,
  { perWebhook, running, leaseMs }: ClaimOptions,
): Promise<readonly ClaimedDelivery[]> {
  const rows = await rowsOf<ClaimRow>(
    session,
    sql`WITH due AS MATERIALIZED (
          SELECT d.id, w.url, w.secret,
            CASE WHEN w.previous_secret_expires_at > now() THEN w.previous_secret END AS previous_secret
          FROM gavel.webhooks w
          LEFT JOIN unnest(
            ${sql.param([...running.keys()])}::uuid[], ${sql.param([...running.values()])}::int[]
          ) AS r (webhook_id, running) ON r.webhook_id = w.id
          CROSS JOIN LATERAL (
            SELECT id FROM gavel.webhook_deliveries
            WHERE webhook_id = w.id AND status = 'pending' AND next_attempt_at <= now()
            ORDER BY next_attempt_at, position
            LIMIT greatest(0, ${perWebhook}::int - coalesce(r.running, 0))
            FOR UPDATE SKIP LOCKED
          ) d
          WHERE w.enabled
        )
        UPDATE gavel.webhook_deliveries d SET
          attempts = d.attempts + 1, last_attempt_at = now(), next_attempt_at = now() + ${milliseconds(leaseMs)}
        FROM due WHERE d.id = due.id
        RETURNING d.id, d.webhook_id, d.verdict_id, d.type, d.attempts, d.created_at,
          due.url, due.secret, due.previous_secret`,
  );
  const records = await recordsOf(session, rows);
  return rows.map((row) => ({
    id: row.id,
    webhookId: row.webhook_id,
    type: row.type,
    record: row.verdict_id === null ? null : (records.get(row.verdict_id) ?? null),
    createdAt: new Date(row.created_at),
    attempt: row.attempts,
    url: row.url,
    secrets: [row.secret, ...(row.previous_secret === null ? [] : [row.previous_secret])],
  }));
}

/** Records as they are now: what has been erased meanwhile is not sent. */
async function recordsOf(
  session: Session,
  rows: readonly ClaimRow[],
): Promise<ReadonlyMap<string, ReturnType<typeof recordOf>>> {
  const ids = rows.map(({ verdict_id: id }) => id).filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const found = await rowsOf<VerdictRow>(
    session,
    sql`SELECT ${RECORD_COLUMNS} FROM gavel.verdicts WHERE id = ANY(${sql.param(ids)}::uuid[])`,
  );
  return new Map(found.map((row) => [row.id, recordOf(row)]));
}

/** Ends a claim that still holds. After `gone` the endpoint is off, and what else was to be sent to it is dead. */
export async function finishAttempt(
  session: Session,
  { id, attempt }: Pick<ClaimedDelivery, "id" | "attempt">,
  result: AttemptResult,
): Promise<boolean> {
  const finished = await rowsOf<{ webhook_id: string }>(
    session,
    sql`UPDATE gavel.webhook_deliveries SET ${changesOf(result)}
        WHERE id = ${id}::uuid AND status = 'pending' AND attempts = ${attempt}
        RETURNING webhook_id`,
  );
  const [row] = finished;
  if (row === undefined) return false;
  if (result.outcome === "gone") await giveUpOn(session, row.webhook_id);
  return true;
}

async function giveUpOn(session: Session, webhookId: string): Promise<void> {
  await rowsOf(
    session,
    sql`UPDATE gavel.webhooks SET enabled = false, disabled_reason = 'gone', updated_at = now()
        WHERE id = ${webhookId}::uuid`,
  );
  await rowsOf(
    session,
    sql`UPDATE gavel.webhook_deliveries SET status = 'dead', next_attempt_at = NULL, last_error = 'gone'
        WHERE webhook_id = ${webhookId}::uuid AND status = 'pending'`,
  );
}

function changesOf(result: AttemptResult): SQL {
  switch (result.outcome) {
    case "delivered":
      return sql`status = 'delivered', next_attempt_at = NULL, last_error = NULL,
                 last_status_code = ${result.statusCode}::int`;
    case "retry":
      return sql`next_attempt_at = now() + ${milliseconds(result.delayMs)}, ${failureOf(result)}`;
    case "dead":
    case "gone":
      return sql`status = 'dead', next_attempt_at = NULL, ${failureOf(result)}`;
    case "released":
      return sql`attempts = attempts - 1, next_attempt_at = now()`;
  }
}

function failureOf({ failure }: Extract<AttemptResult, { failure: unknown }>): SQL {
  return sql`last_error = ${failure.error}, last_status_code = ${failure.statusCode}::int`;
}

function milliseconds(value: number): SQL {
  return sql`${value}::float8 * interval '1 millisecond'`;
}
