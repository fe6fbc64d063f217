import { PgliteConnection } from "./pglite-connection.ts";
import type { EmbeddedSession } from "./pglite-pool.ts";
import { PostgresConnection, type SqlPool } from "./postgres-connection.ts";
import type { QueueConnection, QueueRole } from "./queue-connection.ts";
import { RedisConnection } from "./redis-connection.ts";

/**
 * The store of jobs: Redis, or the service's database with BullMQ's PostgreSQL backend. The pool that `createPool`
 * returns must resolve unqualified names in the schema `bullmq` and report broken connections; the queue ends it.
 */
export type QueueStore =
  | { readonly kind: "redis"; readonly url: string }
  | { readonly kind: "postgres"; readonly createPool: (onError: (error: Error) => void) => SqlPool }
  | { readonly kind: "pglite"; readonly session: EmbeddedSession };

export function connectQueue(
  store: QueueStore,
  role: QueueRole,
  onError: (error: Error) => void,
): QueueConnection {
  switch (store.kind) {
    case "redis":
      return new RedisConnection(store.url, role, onError);
    case "postgres":
      return new PostgresConnection(store.createPool(onError));
    case "pglite":
      return new PgliteConnection(store.session);
  }
}
