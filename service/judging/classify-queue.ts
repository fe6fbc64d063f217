import type { Priority } from "./verdict-store.ts";

/** What the worker should do with a job after an attempt. */
export type AttemptOutcome = "done" | "retry";

export interface Job {
  /** The verdict id: the whole of the job's data. */
  readonly id: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** True where no further attempt follows this one. */
  readonly lastAttempt: boolean;
}

/**
 * Ids of items that wait for a worker. The database knows what was accepted; the queue only says whose turn
 * it is, and anything it loses the sweeper puts back.
 */
export interface ClassifyQueue {
  start(): Promise<void>;
  /** Adding an id that is already waiting or running changes nothing. */
  add(jobs: readonly { readonly id: string; readonly priority: Priority }[]): Promise<void>;
  /** Ids of all jobs that wait, are delayed or run. One that moves while they are read may be left out. */
  inLine(): Promise<ReadonlySet<string>>;
  /** Of these ids, those that have no waiting, delayed or running job. What is left of a job in no line is dropped. */
  missing(ids: readonly string[]): Promise<readonly string[]>;
  /** Drops a job that waits; a running one goes on. */
  remove(id: string): Promise<void>;
  counts(): Promise<{ readonly waiting: number; readonly delayed: number; readonly active: number }>;
  /** Writes something small. Throws when the queue's store does not answer or refuses it. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface ClassifyWorkerOptions {
  readonly concurrency: number;
  /**
   * Judges one item. "retry" or a rejection puts the job back with exponential backoff until its attempts
   * are spent. `signal` aborts when the worker closes; then the attempt does not count.
   */
  readonly process: (job: Job, signal: AbortSignal) => Promise<AttemptOutcome>;
  /** The job was lost with its worker as often as is allowed, or its last attempt was rejected. */
  readonly onLost: (id: string) => Promise<void>;
}

export interface ClassifyWorker {
  start(): Promise<void>;
  /** Takes no new jobs, lets running ones finish within `graceMs`, then aborts them: they are retried later. */
  close(options: { readonly graceMs: number }): Promise<void>;
}
