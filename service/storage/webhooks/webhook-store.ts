import { sql } from "drizzle-orm";
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
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { claimDeliveries } from "./webhook-claim.ts";
import { listDeliveries } from "./webhook-delivery-list.ts";
import {
  createEndpoint,
  deleteEndpoint,
  getEndpoint,
  listEndpoints,
  replaceSecret,
  updateEndpoint,
} from "./webhook-endpoints.ts";
import { finishAttempt } from "./webhook-finish.ts";
import { DUE_CHANNEL } from "./webhook-outbox.ts";
import { scheduleDead, scheduleReplay, scheduleTest } from "./webhook-schedule.ts";

/** Rows removed by one call. The rest waits for the next. */
const DELETE_ROWS = 5000;

/**
 * Endpoints and deliveries in PostgreSQL or PGlite. Secrets are stored in plain text, because signing needs them; only
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

  create(webhook: NewWebhook, limit: number): Promise<Webhook | null> {
    return this.#database.transaction((session) => createEndpoint(session, webhook, limit));
  }

  get(id: string): Promise<Webhook | null> {
    return this.#database.run((session) => getEndpoint(session, id));
  }

  list(): Promise<readonly Webhook[]> {
    return this.#database.run(listEndpoints);
  }

  update(id: string, changes: WebhookChanges): Promise<Webhook | null> {
    return this.#notifying((session) => updateEndpoint(session, id, changes));
  }

  delete(id: string): Promise<boolean> {
    return this.#database.transaction((session) => deleteEndpoint(session, id));
  }

  rotateSecret(id: string, secret: string, previousExpiresAt: Date): Promise<Webhook | null> {
    return this.#database.run((session) => replaceSecret(session, id, secret, previousExpiresAt));
  }

  enqueueTest(id: string): Promise<WebhookDelivery | null> {
    return this.#notifying((session) => scheduleTest(session, id));
  }

  listDeliveries(
    options: DeliveryListOptions,
  ): Promise<{ readonly deliveries: readonly WebhookDelivery[]; readonly nextCursor: string | null }> {
    return this.#database.run((session) => listDeliveries(session, options));
  }

  replay(deliveryId: string): Promise<WebhookDelivery | null> {
    return this.#notifying((session) => scheduleReplay(session, deliveryId));
  }

  replayDead(id: string): Promise<number> {
    return this.#notifying((session) => scheduleDead(session, id));
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

  /** Commits, and notifies the dispatchers that deliveries may be due. */
  #notifying<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#database.transaction(async (session) => {
      const result = await work(session);
      await rowsOf(session, sql`SELECT pg_notify(${DUE_CHANNEL}, '')`);
      return result;
    });
  }
}
