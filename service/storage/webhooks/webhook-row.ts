import { sql } from "drizzle-orm";
import type { Webhook, WebhookDelivery } from "../../../schemas/webhook.ts";
import { pick, type RowOf } from "../database/columns.ts";
import { fromText } from "../database/json-text.ts";
import { type webhookDeliveries, webhooks } from "./webhook-tables.ts";

const webhookColumns = pick(webhooks, [
  "id",
  "url",
  "description",
  "policy_ids",
  "violation",
  "enabled",
  "disabled_reason",
  "created_at",
  "updated_at",
]);

/** What callers may see of an endpoint: everything except its secrets. */
export const webhookFields = {
  ...webhookColumns,
  previous_secret_expires_at: sql<string | null>`
    CASE WHEN previous_secret_expires_at > now() THEN previous_secret_expires_at END`,
};

export interface WebhookRow extends RowOf<typeof webhookColumns> {
  readonly previous_secret_expires_at: string | null;
}

export function webhookOf(row: WebhookRow): Webhook {
  return {
    id: row.id,
    url: row.url,
    description: row.description === null ? null : fromText(row.description),
    policy_ids: row.policy_ids,
    violation: row.violation,
    enabled: row.enabled,
    disabled_reason: row.disabled_reason,
    previous_secret_expires_at: isoOrNull(row.previous_secret_expires_at),
    created_at: new Date(row.created_at).toISOString(),
    updated_at: new Date(row.updated_at).toISOString(),
  };
}

export type DeliveryRow = typeof webhookDeliveries.$inferSelect;

export function deliveryOf(row: DeliveryRow): WebhookDelivery {
  return {
    id: row.id,
    webhook_id: row.webhook_id,
    type: row.type,
    verdict_id: row.verdict_id,
    status: row.status,
    attempts: row.attempts,
    last_error: row.last_error,
    last_status_code: row.last_status_code,
    last_attempt_at: isoOrNull(row.last_attempt_at),
    next_attempt_at: isoOrNull(row.next_attempt_at),
    created_at: new Date(row.created_at).toISOString(),
  };
}

function isoOrNull(stored: string | null): string | null {
  return stored === null ? null : new Date(stored).toISOString();
}
