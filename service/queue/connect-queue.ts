import { PgliteConnection } from "./pglite-connection.ts";
import type { EmbeddedSession } from "./pglite-pool.ts";
import { PostgresConnection, type SqlPool } from "./postgres-connection.ts";
import type { QueueConnection, QueueRole } from "./queue-connection.ts";
import { RedisConnection } from "./redis-connection.ts";

/**
 * Where jobs are kept: Redis, or the service's own database through BullMQ's PostgreSQL backend. The pool
 * that `createPool` makes must resolve unqualified names in the schema `bullmq` and report connections that break;
 * it is ended here.
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
