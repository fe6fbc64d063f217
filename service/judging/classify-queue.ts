import type { Priority } from "./verdict-store.ts";

/** What a worker does with a job after an attempt. */
export type AttemptOutcome = "done" | "retry";

export interface Job {
  /** The verdict id, the only data of a job. */
  readonly id: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** No further attempt follows this one. */
  readonly lastAttempt: boolean;
}

/**
 * Ids of items that wait for a worker. The database holds what was accepted; the queue only holds the order, and the
 * sweeper restores what it loses.
 */
export interface ClassifyQueue {
  start(): Promise<void>;
  /** Adding an id that is already waiting or running changes nothing. */
  add(jobs: readonly { readonly id: string; readonly priority: Priority }[]): Promise<void>;
  /** Ids of all waiting, delayed and running jobs. A job that changes its state meanwhile may be missing. */
  jobIds(): Promise<ReadonlySet<string>>;
  /**
   * Of these ids, those without a waiting, delayed or running job. Removes the remains of a job in none of these
   * states.
   */
  missing(ids: readonly string[]): Promise<readonly string[]>;
  /** Removes a waiting job; a running one continues. */
  remove(id: string): Promise<void>;
  counts(): Promise<{ readonly waiting: number; readonly delayed: number; readonly active: number }>;
  /** Writes a small value. Throws if the queue's store does not respond or refuses it. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface ClassifyWorkerOptions {
  readonly concurrency: number;
  /**
   * Judges one item. "retry" or a rejection makes the queue retry the job, with exponential backoff, until its attempts
   * are used up. `signal` aborts when the worker closes; then the attempt does not count.
   */
  readonly process: (job: Job, signal: AbortSignal) => Promise<AttemptOutcome>;
  /** The job was lost with its worker as often as allowed, or its last attempt was rejected. */
  readonly onLost: (id: string) => Promise<void>;
}

export interface ClassifyWorker {
  start(): Promise<void>;
  /** Takes no new jobs, lets running ones finish within `graceMs`, then aborts them; they are retried later. */
  close(options: { readonly graceMs: number }): Promise<void>;
}
