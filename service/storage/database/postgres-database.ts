import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { type Database, type NotificationListener, rowsOf, type Session, withRetries } from "./database.ts";
import { completeSchema, MIGRATION_LOCK, MIGRATIONS } from "./migrate.ts";
import { ConnectionWatch } from "./connection-watch.ts";
import { connectionConfig, createPool } from "./postgres-pool.ts";
import { PostgresNotifications } from "./postgres-notifications.ts";
import { requireServerVersion, SERVER_VERSION } from "./postgres-version.ts";
import { toStorageError } from "./storage-error.ts";

const MAX_PROBE_CONNECTIONS = 1;
/** Probes are short statements: if their connection is silent, the others of this process are too. */
const PROBE_LIMIT_MS = 4000;
/** Another process may be migrating a large database. */
const MIGRATION_SILENCE_LIMIT_MS = 15 * 60_000;

export interface PostgresDatabaseOptions {
  readonly databaseUrl: string;
  readonly maxConnections: number;
  /** Called when a connection breaks, idle or in use. It is replaced. */
  readonly onError: (error: Error) => void;
}

/** PostgreSQL through a pool of connections, a connection for LISTEN, and one for probes. */
export class PostgresDatabase implements Database {
  readonly #connection: pg.ClientConfig;
  readonly #watch = new ConnectionWatch();
  readonly #pool: pg.Pool;
  readonly #session: Session;
  readonly #probePool: pg.Pool;
  readonly #probeSession: Session;
  readonly #notifications: PostgresNotifications;

  constructor({ databaseUrl, maxConnections, onError }: PostgresDatabaseOptions) {
    this.#connection = connectionConfig(databaseUrl, "gavel");
    const common = { databaseUrl, applicationName: "gavel", onError, watch: this.#watch };
    this.#pool = createPool({ ...common, maxConnections });
    this.#session = drizzle(this.#pool);
    this.#probePool = createPool({
      ...common,
      maxConnections: MAX_PROBE_CONNECTIONS,
      silenceLimitMs: PROBE_LIMIT_MS,
      connectLimitMs: PROBE_LIMIT_MS,
    });
    this.#probeSession = drizzle(this.#probePool);
    this.#notifications = new PostgresNotifications(this.#connection, this.#watch, onError);
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
    await this.run((session) => rowsOf(session, sql`SELECT 1`));
  }

  async probe<T>(work: (session: Session) => Promise<T>): Promise<T> {
    try {
      return await work(this.#probeSession);
    } catch (error) {
      throw toStorageError(error);
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
    await Promise.all([this.#pool.end(), this.#probePool.end()]);
  }

  /** drizzle's migrator reads its table before its transaction, so the session holds the lock. */
  async #migrate(): Promise<void> {
    const client = new pg.Client(this.#connection);
    // If the connection breaks, the statement on it fails.
    client.on("error", () => undefined);
    await client.connect();
    this.#watch.watch(client, MIGRATION_SILENCE_LIMIT_MS);
    try {
      const session = drizzle(client);
      const [version] = await rowsOf<{ readonly number: number }>(session, SERVER_VERSION);
      requireServerVersion(version?.number ?? 0);
      await session.execute(sql`SELECT pg_advisory_lock(${MIGRATION_LOCK.toString()}::bigint)`);
      await migrate(session, MIGRATIONS);
      await completeSchema(session);
    } finally {
      // This releases the lock too.
      await client.end();
    }
  }
}
