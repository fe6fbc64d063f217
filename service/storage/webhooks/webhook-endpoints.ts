import { asc, eq, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Webhook } from "../../../schemas/webhook.ts";
import type { NewWebhook, WebhookChanges } from "../../webhooks/webhook-store.ts";
import { lockUntilCommit } from "../database/advisory-locks.ts";
import type { Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { type WebhookRow, webhookFields, webhookOf } from "./webhook-row.ts";
import { webhookDeliveries, webhooks } from "./webhook-tables.ts";

/** Null if there are `limit` endpoints already. Must run in a transaction. */
export async function createEndpoint(
  session: Session,
  { id, url, description, policyIds, violation, secret }: NewWebhook,
  limit: number,
): Promise<Webhook | null> {
  // Otherwise two calls at once could exceed the limit together.
  await lockUntilCommit(session, "createWebhook");
  if ((await session.$count(webhooks)) >= limit) return null;
  const now = sql<string>`now()`;
  const rows = await session
    .insert(webhooks)
    .values({
      id,
      url,
      description: escaped(description),
      policy_ids: copied(policyIds),
      violation,
      secret,
      created_at: now,
      updated_at: now,
    })
    .returning(webhookFields);
  return webhookIn(rows);
}

export async function getEndpoint(session: Session, id: string): Promise<Webhook | null> {
  return webhookIn(await session.select(webhookFields).from(webhooks).where(eq(webhooks.id, id)));
}

export async function listEndpoints(session: Session): Promise<readonly Webhook[]> {
  const rows = await session.select(webhookFields).from(webhooks).orderBy(asc(webhooks.id));
  return rows.map(webhookOf);
}

export async function updateEndpoint(
  session: Session,
  id: string,
  changes: WebhookChanges,
): Promise<Webhook | null> {
  const rows = await session
    .update(webhooks)
    .set({ ...changedColumns(changes), updated_at: sql`now()` })
    .where(eq(webhooks.id, id))
    .returning(webhookFields);
  return webhookIn(rows);
}

/** Deletes an endpoint with its deliveries. Must run in a transaction. */
export async function deleteEndpoint(session: Session, id: string): Promise<boolean> {
  const deleted = await session.delete(webhooks).where(eq(webhooks.id, id)).returning({ id: webhooks.id });
  await session.delete(webhookDeliveries).where(eq(webhookDeliveries.webhook_id, id));
  return deleted.length > 0;
}

/** The present secret becomes the previous one. */
export async function replaceSecret(
  session: Session,
  id: string,
  secret: string,
  previousExpiresAt: Date,
): Promise<Webhook | null> {
  const rows = await session
    .update(webhooks)
    .set({
      previous_secret: sql`${webhooks.secret}`,
      secret,
      previous_secret_expires_at: previousExpiresAt.toISOString(),
      updated_at: sql`now()`,
    })
    .where(eq(webhooks.id, id))
    .returning(webhookFields);
  return webhookIn(rows);
}

/** Columns that are undefined are not changed. */
function changedColumns(changes: WebhookChanges): PgUpdateSetSource<typeof webhooks> {
  const { url, description, policyIds, violation, enabled } = changes;
  return {
    url,
    description: description === undefined ? undefined : escaped(description),
    policy_ids: policyIds === undefined ? undefined : copied(policyIds),
    violation,
    enabled,
    disabled_reason: enabled === undefined ? undefined : enabled ? null : "request",
  };
}

function webhookIn([row]: readonly WebhookRow[]): Webhook | null {
  return row === undefined ? null : webhookOf(row);
}

function escaped(text: string | null): string | null {
  return text === null ? null : toText(text);
}

function copied(values: readonly string[] | null): string[] | null {
  return values === null ? null : [...values];
}
