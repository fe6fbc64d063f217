import { type SQL, sql } from "drizzle-orm";
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
import { toText } from "../database/json-text.ts";
import { claimDeliveries, finishAttempt } from "./webhook-delivery.ts";
import { listDeliveries } from "./webhook-delivery-list.ts";
import { DUE_CHANNEL } from "./webhook-outbox.ts";
import {
  DELIVERY_COLUMNS,
  deliveryOf,
  type DeliveryRow,
  WEBHOOK_COLUMNS,
  webhookOf,
  type WebhookRow,
} from "./webhook-row.ts";

/** Rows removed by one call: what is left waits for the next. */
const DELETE_ROWS = 5000;

/** Taken while endpoints are counted and added, so that two at once cannot pass the limit together. */
const CREATE_LOCK = "7449354444534473067";

/**
 * Endpoints and deliveries in PostgreSQL or PGlite. Secrets are kept as they are, for signing needs them;
 * only `claim` reads them.
 */
export class DatabaseWebhookStore implements WebhookStore {
  readonly #database: Database;
  readonly #listeners = new Set<() => void>();
  #unlisten: (() => void) | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Begins to hear of deliveries that come due. The database must have started. */
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
    return this.#database.transaction(async (session) => {
      await rowsOf(session, sql`SELECT pg_advisory_xact_lock(${CREATE_LOCK}::bigint)`);
      return this.#oneWebhook(
        session,
        sql`INSERT INTO gavel.webhooks
              (id, url, description, policy_ids, violation, secret, created_at, updated_at)
            SELECT ${id}::uuid, ${url}, ${description === null ? null : toText(description)},
              ${sql.param(policyIds)}::text[], ${violation}::smallint, ${secret}, now(), now()
            WHERE (SELECT count(*) FROM gavel.webhooks) < ${limit}
            RETURNING ${WEBHOOK_COLUMNS}`,
      );
    });
  }

  get(id: string): Promise<Webhook | null> {
    return this.#database.run((session) =>
      this.#oneWebhook(session, sql`SELECT ${WEBHOOK_COLUMNS} FROM gavel.webhooks WHERE id = ${id}::uuid`),
    );
  }

  async list(): Promise<readonly Webhook[]> {
    const rows = await this.#database.run((session) =>
      rowsOf<WebhookRow>(session, sql`SELECT ${WEBHOOK_COLUMNS} FROM gavel.webhooks ORDER BY id`),
    );
    return rows.map(webhookOf);
  }

  update(id: string, changes: WebhookChanges): Promise<Webhook | null> {
    return this.#notifying((session) =>
      this.#oneWebhook(
        session,
        sql`UPDATE gavel.webhooks SET ${sql.join(assignmentsOf(changes), sql`, `)}
            WHERE id = ${id}::uuid RETURNING ${WEBHOOK_COLUMNS}`,
      ),
    );
  }

  async delete(id: string): Promise<boolean> {
    return this.#database.transaction(async (session) => {
      const deleted = await rowsOf(
        session,
        sql`DELETE FROM gavel.webhooks WHERE id = ${id}::uuid RETURNING id`,
      );
      await rowsOf(session, sql`DELETE FROM gavel.webhook_deliveries WHERE webhook_id = ${id}::uuid`);
      return deleted.length > 0;
    });
  }

  rotateSecret(id: string, secret: string, previousExpiresAt: Date): Promise<Webhook | null> {
    return this.#database.run((session) =>
      this.#oneWebhook(
        session,
        sql`UPDATE gavel.webhooks SET
              previous_secret = secret, secret = ${secret},
              previous_secret_expires_at = ${previousExpiresAt.toISOString()}::timestamptz, updated_at = now()
            WHERE id = ${id}::uuid RETURNING ${WEBHOOK_COLUMNS}`,
      ),
    );
  }

  enqueueTest(id: string): Promise<WebhookDelivery | null> {
    return this.#notifying((session) =>
      this.#oneDelivery(
        session,
        sql`INSERT INTO gavel.webhook_deliveries (webhook_id, type, next_attempt_at, created_at)
            SELECT id, 'webhook.test', now(), now() FROM gavel.webhooks WHERE id = ${id}::uuid
            RETURNING ${DELIVERY_COLUMNS}`,
      ),
    );
  }

  listDeliveries(
    options: DeliveryListOptions,
  ): Promise<{ readonly deliveries: readonly WebhookDelivery[]; readonly nextCursor: string | null }> {
    return this.#database.run((session) => listDeliveries(session, options));
  }

  replay(deliveryId: string): Promise<WebhookDelivery | null> {
    return this.#notifying((session) =>
      this.#oneDelivery(
        session,
        sql`UPDATE gavel.webhook_deliveries SET
              attempts = CASE WHEN status = 'pending' THEN attempts ELSE 0 END,
              status = 'pending', next_attempt_at = now()
            WHERE id = ${deliveryId}::uuid RETURNING ${DELIVERY_COLUMNS}`,
      ),
    );
  }

  async replayDead(id: string): Promise<number> {
    const rows = await this.#notifying((session) =>
      rowsOf(
        session,
        sql`UPDATE gavel.webhook_deliveries SET attempts = 0, status = 'pending', next_attempt_at = now()
            WHERE webhook_id = ${id}::uuid AND status = 'dead' RETURNING id`,
      ),
    );
    return rows.length;
  }

  claim(options: ClaimOptions): Promise<readonly ClaimedDelivery[]> {
    return this.#database.run((session) => claimDeliveries(session, options));
  }

  finish(claimed: Pick<ClaimedDelivery, "id" | "attempt">, result: AttemptResult): Promise<boolean> {
    // Only giving up on an endpoint takes more than one statement.
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

  /** Also those whose endpoint was deleted at the moment that they were recorded. */
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

  async #oneWebhook(session: Session, statement: SQL): Promise<Webhook | null> {
    const [row] = await rowsOf<WebhookRow>(session, statement);
    return row === undefined ? null : webhookOf(row);
  }

  async #oneDelivery(session: Session, statement: SQL): Promise<WebhookDelivery | null> {
    const [row] = await rowsOf<DeliveryRow>(session, statement);
    return row === undefined ? null : deliveryOf(row);
  }
}

function assignmentsOf({ url, description, policyIds, violation, enabled }: WebhookChanges): SQL[] {
  return [
    sql`updated_at = now()`,
    ...(url === undefined ? [] : [sql`url = ${url}`]),
    ...(description === undefined
      ? []
      : [sql`description = ${description === null ? null : toText(description)}`]),
    ...(policyIds === undefined ? [] : [sql`policy_ids = ${sql.param(policyIds)}::text[]`]),
    ...(violation === undefined ? [] : [sql`violation = ${violation}::smallint`]),
    ...(enabled === undefined
      ? []
      : [sql`enabled = ${enabled}, disabled_reason = ${enabled ? null : "request"}`]),
  ];
}
