import type { Processor, Queue, QueueOptions, Worker, WorkerOptions } from "bullmq";

/** The connection of one producer or one worker to the job store: Redis, or the database. */
export interface QueueConnection {
  start(): Promise<void>;
  createQueue(name: string, options: Omit<QueueOptions, "connection">): Queue;
  createWorker(name: string, processor: Processor, options: Omit<WorkerOptions, "connection">): Worker;
  /** Ids of waiting, delayed and running jobs. */
  jobIds(name: string): Promise<ReadonlySet<string>>;
  /** Of these job ids, those that exist in any state. */
  existing(name: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Writes a small value, unless the database's heartbeats already prove that the same store works. */
  ping(): Promise<void>;
  /** How long adding may take before it counts as failed. */
  readonly addTimeoutMs: number;
  close(): Promise<void>;
}

/** A producer fails fast if the store is down; a worker waits until it is available. */
export type QueueRole = "producer" | "worker";
