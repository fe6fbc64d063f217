import { sql } from "drizzle-orm";
import type { ClaimedDelivery, ClaimOptions } from "../../webhooks/webhook-store.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { recordsById } from "../verdicts/records-by-id.ts";
import { milliseconds } from "../database/milliseconds.ts";
import type { DeliveryRow } from "./webhook-row.ts";
import type { webhooks } from "./webhook-tables.ts";

interface ClaimRow
  extends
    Pick<DeliveryRow, "id" | "webhook_id" | "verdict_id" | "type" | "attempts" | "created_at">,
    Pick<typeof webhooks.$inferSelect, "url" | "secret" | "previous_secret"> {}

/**
 * Claims due deliveries, at most `perWebhook` of each endpoint, so that a slow receiver uses up only its own share. A
 * claim is a lease: it counts the attempt and schedules the next one `leaseMs` ahead, so that what a killed process
 * held becomes due again. SKIP LOCKED lets several processes claim at once.
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
  // As they are now: what was erased meanwhile is not sent.
  const records = await recordsById(
    session,
    rows.map(({ verdict_id: id }) => id).filter((id) => id !== null),
  );
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
