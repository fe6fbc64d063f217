import type { Processor, Queue, QueueOptions, Worker, WorkerOptions } from "bullmq";

/** What one producer or one worker needs of the store, hiding which store it is. */
export interface QueueConnection {
  start(): Promise<void>;
  createQueue(name: string, options: Omit<QueueOptions, "connection">): Queue;
  createWorker(name: string, processor: Processor, options: Omit<WorkerOptions, "connection">): Worker;
  /** Ids of the jobs that wait, are delayed or run. */
  jobIds(name: string): Promise<ReadonlySet<string>>;
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
