import { type SQL, sql } from "drizzle-orm";
import { rowsOf, type Session } from "../database/database.ts";

/** Notifies dispatchers that deliveries were recorded or became due again. */
export const DUE_CHANNEL = "gavel_webhooks";

const EVENTS = {
  settled: { type: sql`'verdict.' || v.status`, at: sql`v.settled_at` },
  reviewed: { type: sql`'review.changed'`, at: sql`now()` },
} as const satisfies Record<string, { readonly type: SQL; readonly at: SQL }>;

/**
 * Records a delivery of these records for each enabled endpoint whose filter matches, in the transaction that has
 * settled them or changed their reviews. There is no foreign key to the endpoint, so an endpoint that is deleted
 * meanwhile cannot prevent a record from settling.
 */
export async function recordDeliveries(
  session: Session,
  verdictIds: readonly string[],
  event: keyof typeof EVENTS = "settled",
): Promise<void> {
  const { type, at } = EVENTS[event];
  await rowsOf(
    session,
    sql`WITH deliveries AS (
          INSERT INTO gavel.webhook_deliveries (webhook_id, verdict_id, type, next_attempt_at, created_at)
          SELECT w.id, v.id, ${type}, now(), ${at}
          FROM gavel.verdicts v JOIN gavel.webhooks w ON w.enabled
            AND (w.policy_ids IS NULL OR v.policy_id = ANY(w.policy_ids))
            AND (w.violation IS NULL OR v.violation = w.violation)
          WHERE v.id = ANY(${sql.param(verdictIds)}::uuid[])
          ORDER BY v.settled_position
          RETURNING 1
        )
        SELECT pg_notify(${DUE_CHANNEL}, '') WHERE EXISTS (SELECT FROM deliveries)`,
  );
}
