import { and, asc, eq, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Webhook, WebhookDelivery } from "../../../schemas/webhook.ts";
import type {
  AttemptResult,
  ClaimedDelivery,
  ClaimOptions,
  DeliveryListOptions,
  NewWebhook,
  WebhookChanges,
  WebhookStore,
} from "../../webhooks/webhook-store.ts";
import { lockUntilCommit } from "../database/advisory-locks.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { claimDeliveries } from "./webhook-claim.ts";
import { finishAttempt } from "./webhook-finish.ts";
import { listDeliveries } from "./webhook-delivery-list.ts";
import { DUE_CHANNEL } from "./webhook-outbox.ts";
import { type DeliveryRow, deliveryOf, type WebhookRow, webhookFields, webhookOf } from "./webhook-row.ts";
import { webhookDeliveries, webhooks } from "./webhook-tables.ts";

/** Rows removed by one call. The rest waits for the next. */
const DELETE_ROWS = 5000;

/**
 * Endpoints and deliveries in PostgreSQL or PGlite. Secrets are stored as they are, because signing needs them; only
 * `claim` reads them.
 */
export class DatabaseWebhookStore implements WebhookStore {
  readonly #database: Database;
  readonly #listeners = new Set<() => void>();
  #unlisten: (() => void) | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Listens for deliveries that become due. The database must have started. */
  async start(): Promise<void> {
    this.#unlisten = await this.#database.listen(DUE_CHANNEL, () => {
      for (const listener of this.#listeners) listener();
    });
  }

  close(): void {
    this.#unlisten?.();
    this.#unlisten = null;
    this.#listeners.clear();
  }

  async create(webhook: NewWebhook, limit: number): Promise<Webhook | null> {
    const { id, url, description, policyIds, violation, secret } = webhook;
    const now = sql<string>`now()`;
    return this.#database.transaction(async (session) => {
      // Otherwise two calls at once could exceed the limit together.
      await lockUntilCommit(session, "createWebhook");
      if ((await session.$count(webhooks)) >= limit) return null;
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
    });
  }

  async get(id: string): Promise<Webhook | null> {
    const rows = await this.#database.run((session) =>
      session.select(webhookFields).from(webhooks).where(eq(webhooks.id, id)),
    );
    return webhookIn(rows);
  }

  async list(): Promise<readonly Webhook[]> {
    const rows = await this.#database.run((session) =>
      session.select(webhookFields).from(webhooks).orderBy(asc(webhooks.id)),
    );
    return rows.map(webhookOf);
  }

  async update(id: string, changes: WebhookChanges): Promise<Webhook | null> {
    const rows = await this.#notifying((session) =>
      session
        .update(webhooks)
        .set({ ...changedColumns(changes), updated_at: sql`now()` })
        .where(eq(webhooks.id, id))
        .returning(webhookFields),
    );
    return webhookIn(rows);
  }

  async delete(id: string): Promise<boolean> {
    return this.#database.transaction(async (session) => {
      const deleted = await session
        .delete(webhooks)
        .where(eq(webhooks.id, id))
        .returning({ id: webhooks.id });
      await session.delete(webhookDeliveries).where(eq(webhookDeliveries.webhook_id, id));
      return deleted.length > 0;
    });
  }

  async rotateSecret(id: string, secret: string, previousExpiresAt: Date): Promise<Webhook | null> {
    const rows = await this.#database.run((session) =>
      session
        .update(webhooks)
        .set({
          previous_secret: sql`${webhooks.secret}`,
          secret,
          previous_secret_expires_at: previousExpiresAt.toISOString(),
          updated_at: sql`now()`,
        })
        .where(eq(webhooks.id, id))
        .returning(webhookFields),
    );
    return webhookIn(rows);
  }

  async enqueueTest(id: string): Promise<WebhookDelivery | null> {
    const now = sql<string>`now()`;
    const rows = await this.#notifying(async (session) => {
      const found = await session.select({ id: webhooks.id }).from(webhooks).where(eq(webhooks.id, id));
      if (found.length === 0) return [];
      return session
        .insert(webhookDeliveries)
        .values({ webhook_id: id, type: "webhook.test", next_attempt_at: now, created_at: now })
        .returning();
    });
    return deliveryIn(rows);
  }

  listDeliveries(
    options: DeliveryListOptions,
  ): Promise<{ readonly deliveries: readonly WebhookDelivery[]; readonly nextCursor: string | null }> {
    return this.#database.run((session) => listDeliveries(session, options));
  }

  async replay(deliveryId: string): Promise<WebhookDelivery | null> {
    const rows = await this.#notifying((session) =>
      session
        .update(webhookDeliveries)
        .set({
          attempts: sql`CASE WHEN ${webhookDeliveries.status} = 'pending' THEN ${webhookDeliveries.attempts} ELSE 0 END`,
          status: "pending",
          next_attempt_at: sql`now()`,
        })
        .where(eq(webhookDeliveries.id, deliveryId))
        .returning(),
    );
    return deliveryIn(rows);
  }

  async replayDead(id: string): Promise<number> {
    const rows = await this.#notifying((session) =>
      session
        .update(webhookDeliveries)
        .set({ attempts: 0, status: "pending", next_attempt_at: sql`now()` })
        .where(and(eq(webhookDeliveries.webhook_id, id), eq(webhookDeliveries.status, "dead")))
        .returning({ id: webhookDeliveries.id }),
    );
    return rows.length;
  }

  claim(options: ClaimOptions): Promise<readonly ClaimedDelivery[]> {
    return this.#database.run((session) => claimDeliveries(session, options));
  }

  finish(claimed: Pick<ClaimedDelivery, "id" | "attempt">, result: AttemptResult): Promise<boolean> {
    // Only disabling an endpoint takes more than one statement.
    const work = (session: Session): Promise<boolean> => finishAttempt(session, claimed, result);
    return result.outcome === "gone" ? this.#database.transaction(work) : this.#database.run(work);
  }

  async countPending(): Promise<number> {
    const [row] = await this.#database.run((session) =>
      rowsOf<{ count: number }>(
        session,
        sql`SELECT count(*)::int AS count FROM gavel.webhook_deliveries d
            JOIN gavel.webhooks w ON w.id = d.webhook_id AND w.enabled
            WHERE d.status = 'pending'`,
      ),
    );
    return row?.count ?? 0;
  }

  /** Deletes finished deliveries, and those whose endpoint was deleted while they were recorded. */
  async deleteOld(createdBefore: Date): Promise<number> {
    const rows = await this.#database.run((session) =>
      rowsOf(
        session,
        sql`DELETE FROM gavel.webhook_deliveries WHERE id IN (
              SELECT id FROM gavel.webhook_deliveries
              WHERE created_at < ${createdBefore.toISOString()}::timestamptz
                AND (status = 'delivered' OR status = 'dead' AND verdict_id IS NULL)
              LIMIT ${DELETE_ROWS})
            OR id IN (
              SELECT d.id FROM gavel.webhook_deliveries d LEFT JOIN gavel.webhooks w ON w.id = d.webhook_id
              WHERE w.id IS NULL LIMIT ${DELETE_ROWS})
            RETURNING id`,
      ),
    );
    return rows.length;
  }

  onDue(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #notifying<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#database.transaction(async (session) => {
      const result = await work(session);
      await rowsOf(session, sql`SELECT pg_notify(${DUE_CHANNEL}, '')`);
      return result;
    });
  }
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

function deliveryIn([row]: readonly DeliveryRow[]): WebhookDelivery | null {
  return row === undefined ? null : deliveryOf(row);
}

function escaped(text: string | null): string | null {
  return text === null ? null : toText(text);
}

function copied(values: readonly string[] | null): string[] | null {
  return values === null ? null : [...values];
}
