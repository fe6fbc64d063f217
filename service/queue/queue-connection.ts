import type { Processor, Queue, QueueOptions, Worker, WorkerOptions } from "bullmq";
import { PgliteConnection } from "./pglite-connection.ts";
import type { EmbeddedSession } from "./pglite-pool.ts";
import { PostgresConnection, type SqlPool } from "./postgres-connection.ts";
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

/** What one producer or one worker needs of the store, hiding which store it is. */
export interface QueueConnection {
  start(): Promise<void>;
  createQueue(name: string, options: Omit<QueueOptions, "connection">): Queue;
  createWorker(name: string, processor: Processor, options: Omit<WorkerOptions, "connection">): Worker;
  /** Ids of the jobs that wait, are delayed or run. */
  inLine(name: string): Promise<ReadonlySet<string>>;
  /** Of these job ids, those that exist, in whatever state. */
  existing(name: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Writes something small, if the database's own heartbeats do not prove the same store already. */
  ping(): Promise<void>;
  /** Longest time that adding may take before it counts as failed. */
  readonly addTimeoutMs: number;
  close(): Promise<void>;
}

/** A producer gives up quickly where the store is down; a worker waits until it is back. */
export type QueueRole = "producer" | "worker";

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
