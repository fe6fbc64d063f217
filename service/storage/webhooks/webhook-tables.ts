import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, smallint, text, uuid } from "drizzle-orm/pg-core";
import type { Webhook, WebhookDelivery } from "../../../schemas/webhook.ts";
import { databaseInstant, gavel, instant } from "../database/gavel-schema.ts";
import { verdicts } from "../verdicts/verdict-tables.ts";

/** Endpoints. Secrets are stored in plain text, because signing needs them. */
export const webhooks = gavel.table("webhooks", {
  id: uuid().primaryKey(),
  url: text().notNull(),
  description: text(),
  policy_ids: text().array(),
  violation: smallint().$type<0 | 1>(),
  enabled: boolean().notNull().default(true),
  disabled_reason: text().$type<Webhook["disabled_reason"]>(),
  secret: text().notNull(),
  previous_secret: text(),
  previous_secret_expires_at: instant(),
  created_at: instant().notNull(),
  updated_at: instant().notNull(),
});

/**
 * The outbox. Rows hold no copy of the record: a delivery sends the record in its current state. There is no foreign
 * key to the endpoint: see webhook-outbox.ts.
 */
export const webhookDeliveries = gavel.table(
  "webhook_deliveries",
  {
    id: uuid().primaryKey().defaultRandom(),
    position: bigint({ mode: "number" }).generatedAlwaysAsIdentity(),
    webhook_id: uuid().notNull(),
    /** Null for a test. */
    verdict_id: uuid().references(() => verdicts.id, { onDelete: "cascade" }),
    type: text().notNull().$type<WebhookDelivery["type"]>(),
    status: text().notNull().default("pending").$type<WebhookDelivery["status"]>(),
    attempts: integer().notNull().default(0),
    last_error: text().$type<WebhookDelivery["last_error"]>(),
    last_status_code: integer(),
    last_attempt_at: databaseInstant(),
    /** During an attempt: when it counts as lost. */
    next_attempt_at: databaseInstant(),
    created_at: databaseInstant().notNull(),
  },
  (table) => [
    index("webhook_deliveries_due")
      .on(table.webhook_id, table.next_attempt_at)
      .where(sql`status = 'pending'`),
    index("webhook_deliveries_by_webhook").on(table.webhook_id, table.position),
    index("webhook_deliveries_by_verdict")
      .on(table.verdict_id)
      .where(sql`verdict_id is not null`),
    index("webhook_deliveries_created_at")
      .on(table.created_at)
      .where(sql`status <> 'pending'`),
  ],
);
