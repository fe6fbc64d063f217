import { and, eq, sql } from "drizzle-orm";
import type { WebhookDelivery } from "../../../schemas/webhook.ts";
import type { Session } from "../database/database.ts";
import { type DeliveryRow, deliveryOf } from "./webhook-row.ts";
import { webhookDeliveries, webhooks } from "./webhook-tables.ts";

/** Schedules a test event. Null if the endpoint does not exist. */
export async function scheduleTest(session: Session, webhookId: string): Promise<WebhookDelivery | null> {
  const found = await session.select({ id: webhooks.id }).from(webhooks).where(eq(webhooks.id, webhookId));
  if (found.length === 0) return null;
  const now = sql<string>`now()`;
  const rows = await session
    .insert(webhookDeliveries)
    .values({ webhook_id: webhookId, type: "webhook.test", next_attempt_at: now, created_at: now })
    .returning();
  return deliveryIn(rows);
}

/** Makes a delivery due now, whatever its status. Null if it does not exist. */
export async function scheduleReplay(session: Session, deliveryId: string): Promise<WebhookDelivery | null> {
  const { status, attempts } = webhookDeliveries;
  const rows = await session
    .update(webhookDeliveries)
    .set({
      attempts: sql`CASE WHEN ${status} = 'pending' THEN ${attempts} ELSE 0 END`,
      status: "pending",
      next_attempt_at: sql`now()`,
    })
    .where(eq(webhookDeliveries.id, deliveryId))
    .returning();
  return deliveryIn(rows);
}

/** Makes all dead deliveries of an endpoint due now, and returns their number. */
export async function scheduleDead(session: Session, webhookId: string): Promise<number> {
  const rows = await session
    .update(webhookDeliveries)
    .set({ attempts: 0, status: "pending", next_attempt_at: sql`now()` })
    .where(and(eq(webhookDeliveries.webhook_id, webhookId), eq(webhookDeliveries.status, "dead")))
    .returning({ id: webhookDeliveries.id });
  return rows.length;
}

function deliveryIn([row]: readonly DeliveryRow[]): WebhookDelivery | null {
  return row === undefined ? null : deliveryOf(row);
}
