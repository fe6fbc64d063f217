import type pg from "pg";
import { createPool } from "./postgres-pool.ts";

const MAX_CONNECTIONS = 4;

/**
 * Creates connections for BullMQ's PostgreSQL backend, whose statements name no schema: they use `bullmq`. LISTEN
 * occupies one of them. The caller ends the pool.
 */
export function createQueuePool(databaseUrl: string, onError: (error: Error) => void): pg.Pool {
  return createPool({
    databaseUrl,
    applicationName: "gavel-queue",
    maxConnections: MAX_CONNECTIONS,
    onError,
    // Options in the URL would override a connection option.
    // pg-pool waits for the promise, though its types do not say so.
    // oxlint-disable-next-line typescript/no-misused-promises
    onConnect: async (client) => void (await client.query("SET search_path TO bullmq")),
  });
}
