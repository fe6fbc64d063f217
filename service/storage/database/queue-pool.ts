import type pg from "pg";
import { createPool } from "./postgres-pool.ts";

const MAX_CONNECTIONS = 4;

/**
 * Connections for BullMQ's PostgreSQL backend, whose statements name no schema: theirs is `bullmq`. One of
 * them is kept by its LISTEN. Whoever asked for the pool ends it.
 */
export function createQueuePool(databaseUrl: string, onError: (error: Error) => void): pg.Pool {
  return createPool({
    databaseUrl,
    applicationName: "gavel-queue",
    maxConnections: MAX_CONNECTIONS,
    onError,
    // As an option of the connection it would be overruled by options in the URL.
    // pg-pool waits for the promise, though its types do not say so.
    // oxlint-disable-next-line typescript/no-misused-promises
    onConnect: async (client) => void (await client.query("SET search_path TO bullmq")),
  });
}
