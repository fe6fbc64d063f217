import pg from "pg";

/**
 * A pool whose connections may break at any time. pg-pool listens for errors of idle clients only; a client that
 * a transaction has checked out would end the process with an unhandled `error` event.
 */
export function createPool(config: pg.PoolConfig, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on("connect", (client) => client.on("error", onError));
  // The same error once more, of clients that were idle: the client has reported it.
  pool.on("error", () => undefined);
  return pool;
}
