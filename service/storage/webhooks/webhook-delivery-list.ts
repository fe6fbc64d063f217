import { and, desc, eq, lt } from "drizzle-orm";
import type { WebhookDelivery } from "../../../schemas/webhook.ts";
import type { DeliveryListOptions } from "../../webhooks/webhook-store.ts";
import type { Session } from "../database/database.ts";
import { decodePosition, encodePosition } from "../database/position-cursor.ts";
import { deliveryOf } from "./webhook-row.ts";
import { webhookDeliveries } from "./webhook-tables.ts";

/** Returns one page, newest first. Cursors hold the position of the last delivery of a page. */
export async function listDeliveries(
  session: Session,
  { webhookId, status, limit, after }: DeliveryListOptions,
): Promise<{ readonly deliveries: readonly WebhookDelivery[]; readonly nextCursor: string | null }> {
  const rows = await session
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.webhook_id, webhookId),
        status === undefined ? undefined : eq(webhookDeliveries.status, status),
        after === undefined ? undefined : lt(webhookDeliveries.position, decodePosition(after)),
      ),
    )
    .orderBy(desc(webhookDeliveries.position))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    deliveries: page.map(deliveryOf),
    nextCursor: rows.length > limit && last !== undefined ? encodePosition(last.position) : null,
  };
}
