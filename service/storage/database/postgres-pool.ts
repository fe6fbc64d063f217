import pg from "pg";
import { ConnectionWatch } from "./connection-watch.ts";

/** The server cancels a statement after this time, and a transaction that its client left idle, with its locks. */
const STATEMENT_LIMIT_MS = 10_000;
/** Longer than the statement timeout, after which a reachable server would have responded. */
export const SILENCE_LIMIT_MS = 12_000;
const CONNECT_LIMIT_MS = 5000;

export interface PoolOptions {
  readonly databaseUrl: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly maxConnections: number;
  /** Called when a connection breaks, idle or in use. It is replaced. */
  readonly onError: (error: Error) => void;
  readonly watch?: ConnectionWatch;
  readonly silenceLimitMs?: number;
  readonly connectLimitMs?: number;
  readonly onConnect?: pg.PoolConfig["onConnect"];
}

/** Settings of every connection. */
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
 * Creates a pool whose connections may break or fall silent at any time: no call on it waits forever. pg-pool listens
 * for errors of idle clients only; one that a transaction uses would end the process with an unhandled `error` event.
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
  // pg-pool repeats the errors of idle clients, which the client has reported already.
  pool.on("error", () => undefined);
  return pool;
}
