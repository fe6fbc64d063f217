import { sql } from "drizzle-orm";
import type { Webhook, WebhookDelivery } from "../../../schemas/webhook.ts";
import { fromText } from "../database/json-text.ts";

/** What a caller may see of an endpoint: everything but its secrets. */
export const WEBHOOK_COLUMNS = sql.raw(
  [
    "id, url, description, policy_ids, violation, enabled, disabled_reason",
    "CASE WHEN previous_secret_expires_at > now() THEN previous_secret_expires_at END AS previous_secret_expires_at",
    "created_at, updated_at",
  ].join(", "),
);

export interface WebhookRow {
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly policy_ids: string[] | null;
  readonly violation: 0 | 1 | null;
  readonly enabled: boolean;
  readonly disabled_reason: Webhook["disabled_reason"];
  readonly previous_secret_expires_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
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

export const DELIVERY_COLUMNS = sql.raw(
  [
    "id, position::text, webhook_id, verdict_id, type, status, attempts",
    "last_error, last_status_code, last_attempt_at, next_attempt_at, created_at",
  ].join(", "),
);

export interface DeliveryRow {
  readonly id: string;
  readonly position: string;
  readonly webhook_id: string;
  readonly verdict_id: string | null;
  readonly type: WebhookDelivery["type"];
  readonly status: WebhookDelivery["status"];
  readonly attempts: number;
  readonly last_error: WebhookDelivery["last_error"];
  readonly last_status_code: number | null;
  readonly last_attempt_at: string | null;
  readonly next_attempt_at: string | null;
  readonly created_at: string;
}

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
