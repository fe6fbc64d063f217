import pg from "pg";

const MAX_CONNECTIONS = 4;

/**
 * Connections for BullMQ's PostgreSQL backend, whose statements name no schema: theirs is `bullmq`. One of
 * them is kept by its LISTEN. Whoever asked for the pool ends it.
 */
export function createQueuePool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: "gavel-queue",
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  });
  // Queued on the fresh connection before anything else can be. Options of the connection would be
  // overruled by those in the URL.
  pool.on("connect", (client) => void client.query("SET search_path TO bullmq").catch(() => undefined));
  return pool;
}
