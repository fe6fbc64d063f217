import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import type pg from "pg";
import { type Database, type NotificationListener, type Session, withRetries } from "./database.ts";
import { MIGRATION_LOCK, MIGRATIONS } from "./migrate.ts";
import { createPool } from "./postgres-pool.ts";
import { PostgresNotifications } from "./postgres-notifications.ts";
import { toStorageError } from "./storage-error.ts";

const PING_TIMEOUT_MS = 2000;
const CONNECT_TIMEOUT_MS = 5000;
const STATEMENT_TIMEOUT_MS = 30_000;

export interface PostgresDatabaseOptions {
  readonly databaseUrl: string;
  readonly maxConnections: number;
  /** Told of connections that broke, idle or in use; they are replaced. */
  readonly onError: (error: Error) => void;
}

/** PostgreSQL 13 or later through a pool of connections, plus one connection that listens. */
export class PostgresDatabase implements Database {
  readonly #pool: pg.Pool;
  readonly #session: Session;
  readonly #notifications: PostgresNotifications;

  constructor({ databaseUrl, maxConnections, onError }: PostgresDatabaseOptions) {
    const connection = {
      connectionString: databaseUrl,
      application_name: "gavel",
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    };
    this.#pool = createPool(
      {
        ...connection,
        max: maxConnections,
        statement_timeout: STATEMENT_TIMEOUT_MS,
        idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
        keepAlive: true,
      },
      onError,
    );
    this.#session = drizzle(this.#pool);
    this.#notifications = new PostgresNotifications(connection, onError);
  }

  async start(): Promise<void> {
    try {
      await this.#migrate();
      await this.#notifications.start();
    } catch (error) {
      throw toStorageError(error);
    }
  }

  async ping(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(Object.assign(new Error("ping"), { code: "ETIMEDOUT" })),
        PING_TIMEOUT_MS,
      );
    });
    try {
      await Promise.race([this.#pool.query("SELECT 1"), timeout]);
    } catch (error) {
      throw toStorageError(error);
    } finally {
      clearTimeout(timer);
    }
  }

  async run<T>(work: (session: Session) => Promise<T>): Promise<T> {
    try {
      return await work(this.#session);
    } catch (error) {
      throw toStorageError(error);
    }
  }

  transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return withRetries(() => this.#session.transaction((transaction) => work(transaction)));
  }

  listen(channel: string, listener: NotificationListener): Promise<() => void> {
    return this.#notifications.listen(channel, listener);
  }

  async close(): Promise<void> {
    await this.#notifications.close();
    await this.#pool.end();
  }

  /** drizzle's migrator reads its ledger before its transaction, so the lock is the session's. */
  async #migrate(): Promise<void> {
    const client = await this.#pool.connect();
    try {
      const session = drizzle(client);
      await session.execute(sql`SET statement_timeout = 0`);
      await session.execute(sql`SELECT pg_advisory_lock(${MIGRATION_LOCK.toString()}::bigint)`);
      await migrate(session, MIGRATIONS);
    } finally {
      // Ends the connection, and with it the lock and the settings.
      client.release(true);
    }
  }
}
