import pg from "pg";
import { ConnectionWatch } from "./connection-watch.ts";

/** The server ends a statement after this, and a transaction that its client has left in the middle, with its locks. */
const STATEMENT_LIMIT_MS = 10_000;
/** Longer than a statement may take: then the server would have said something. */
export const SILENCE_LIMIT_MS = 12_000;
const CONNECT_LIMIT_MS = 5000;

export interface PoolOptions {
  readonly databaseUrl: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly maxConnections: number;
  /** Told of connections that broke, idle or in use; they are replaced. */
  readonly onError: (error: Error) => void;
  readonly watch?: ConnectionWatch;
  readonly silenceLimitMs?: number;
  readonly connectLimitMs?: number;
  readonly onConnect?: pg.PoolConfig["onConnect"];
}

/** What every connection has, whoever uses it. */
export function connectionConfig(databaseUrl: string, applicationName: string): pg.ClientConfig {
  return {
    connectionString: databaseUrl,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
}

/**
 * A pool whose connections may break or fall silent at any time: every wait on it ends. pg-pool listens for errors of
 * idle clients only; one that a transaction has checked out would end the process with an unhandled `error` event.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const { databaseUrl, applicationName, maxConnections, onError, onConnect } = options;
  const { watch = new ConnectionWatch(), silenceLimitMs = SILENCE_LIMIT_MS } = options;
  const pool = new pg.Pool({
    ...connectionConfig(databaseUrl, applicationName),
    connectionTimeoutMillis: options.connectLimitMs ?? CONNECT_LIMIT_MS,
    max: maxConnections,
    statement_timeout: STATEMENT_LIMIT_MS,
    idle_in_transaction_session_timeout: STATEMENT_LIMIT_MS,
    ...(onConnect === undefined ? {} : { onConnect }),
  });
  pool.on("connect", (client) => {
    client.on("error", onError);
    if (client instanceof pg.Client) watch.watch(client, silenceLimitMs);
  });
  // The same error once more, of clients that were idle: the client has reported it.
  pool.on("error", () => undefined);
  return pool;
}
