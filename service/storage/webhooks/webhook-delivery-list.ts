import { sql } from "drizzle-orm";
import type { WebhookDelivery } from "../../../schemas/webhook.ts";
import type { DeliveryListOptions } from "../../webhooks/webhook-store.ts";
import { ServiceError } from "../../errors.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { DELIVERY_COLUMNS, deliveryOf, type DeliveryRow } from "./webhook-row.ts";

/** One page, newest first, by keyset. */
export async function listDeliveries(
  session: Session,
  { webhookId, status, limit, after }: DeliveryListOptions,
): Promise<{ readonly deliveries: readonly WebhookDelivery[]; readonly nextCursor: string | null }> {
  const rows = await rowsOf<DeliveryRow>(
    session,
    sql`SELECT ${DELIVERY_COLUMNS} FROM gavel.webhook_deliveries
        WHERE webhook_id = ${webhookId}::uuid
          ${status === undefined ? sql`` : sql`AND status = ${status}`}
          ${after === undefined ? sql`` : sql`AND webhook_deliveries.position < ${decode(after)}::bigint`}
        ORDER BY webhook_deliveries.position DESC LIMIT ${limit + 1}`,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    deliveries: page.map(deliveryOf),
    nextCursor: rows.length > limit && last !== undefined ? encode(last.position) : null,
  };
}

function encode(position: string): string {
  return Buffer.from(position).toString("base64url");
}

function decode(cursor: string): string {
  const position = Buffer.from(cursor, "base64url").toString("latin1");
  if (!/^[1-9]\d{0,17}$/.test(position) || encode(position) !== cursor) {
    throw new ServiceError("invalid_cursor", "Use next_cursor of an earlier page as it is.");
  }
  return position;
}
