import type { BulkJobOptions, Queue } from "bullmq";
import type { ClassifyQueue } from "../judging/classify-queue.ts";
import type { Priority } from "../judging/verdict-store.ts";
import { ServiceError } from "../errors.ts";
import { withQueueTimeout } from "./queue-timeout.ts";
import { plainError } from "./plain-error.ts";
import { connectQueue, type QueueStore } from "./connect-queue.ts";
import type { QueueConnection } from "./queue-connection.ts";

export const DEFAULT_QUEUE_NAME = "classify";
export const JOB_NAME = "classify";

/**
 * BullMQ runs jobs without a priority before those with one, and keeps only the latter in a sorted set, which is
 * slower. So interactive items have no priority.
 */
const BULLMQ_PRIORITY: Readonly<Record<Priority, number>> = { interactive: 0, batch: 1 };

/** BullMQ's event stream has no readers, so it is kept short. */
const MAX_EVENTS = 1000;
const BACKOFF_JITTER = 0.5;

export interface ClassifyQueueOptions {
  readonly store: QueueStore;
  /** Letters, digits, dots, dashes and underscores. Queues with the same name share their jobs. */
  readonly name?: string;
  /** Attempts of a job, including the first. */
  readonly attempts: number;
  /** Delay before the second attempt. Doubled for each further one and reduced at random by up to half. */
  readonly backoffMs: number;
  readonly onError?: (error: Error) => void;
}

/** A queue in BullMQ. The id of a job is the id of the verdict; its data is empty. */
export class BullClassifyQueue implements ClassifyQueue {
  readonly #options: ClassifyQueueOptions;
  readonly #name: string;
  readonly #onError: (error: Error) => void;
  readonly #connection: QueueConnection;
  #queue: Queue | null = null;

  constructor(options: ClassifyQueueOptions) {
    this.#options = options;
    this.#name = options.name ?? DEFAULT_QUEUE_NAME;
    this.#onError = (error) => options.onError?.(plainError(error));
    this.#connection = connectQueue(options.store, "producer", this.#onError);
  }

  async start(): Promise<void> {
    await this.#connection.start();
    const { attempts, backoffMs } = this.#options;
    this.#queue = this.#connection.createQueue(this.#name, {
      streams: { events: { maxLen: MAX_EVENTS } },
      defaultJobOptions: {
        attempts,
        backoff: { type: "exponential", delay: backoffMs, jitter: BACKOFF_JITTER },
        removeOnComplete: true,
        removeOnFail: true,
        // Failures are recorded in the database; a stack could quote content.
        stackTraceLimit: 0,
      },
    });
    this.#queue.on("error", this.#onError);
    await this.#queue.waitUntilReady();
  }

  /** Throws ServiceError not_ready if the store does not respond; the sweeper adds the jobs later. */
  async add(jobs: readonly { readonly id: string; readonly priority: Priority }[]): Promise<void> {
    const queue = this.#started();
    const [first] = jobs;
    if (first === undefined) return;
    const added =
      jobs.length === 1
        ? queue.add(JOB_NAME, {}, jobOptions(first))
        : queue.addBulk(jobs.map((job) => ({ name: JOB_NAME, data: {}, opts: jobOptions(job) })));
    await withQueueTimeout<unknown>(added, this.#connection.addTimeoutMs);
  }

  async missing(ids: readonly string[]): Promise<readonly string[]> {
    if (ids.length === 0) return [];
    const existing = await this.#connection.existing(this.#name, ids);
    const waits = await Promise.all(ids.map(async (id) => existing.has(id) && (await this.#isQueued(id))));
    return ids.filter((_, index) => !waits[index]);
  }

  jobIds(): Promise<ReadonlySet<string>> {
    return this.#connection.jobIds(this.#name);
  }

  /**
   * Redis stores a job apart from its position in a list, and can lose the position. Such a job must be removed before
   * it can be added again.
   */
  async #isQueued(id: string): Promise<boolean> {
    const queue = this.#started();
    if ((await queue.getJobState(id)) !== "unknown") return true;
    await queue.remove(id);
    return false;
  }

  async remove(id: string): Promise<void> {
    await this.#started().remove(id);
  }

  async counts(): Promise<{ readonly waiting: number; readonly delayed: number; readonly active: number }> {
    const counts = await this.#started().getJobCounts("waiting", "prioritized", "delayed", "active");
    const count = (state: string): number => counts[state] ?? 0;
    return {
      waiting: count("waiting") + count("prioritized"),
      delayed: count("delayed"),
      active: count("active"),
    };
  }

  async ping(): Promise<void> {
    await withQueueTimeout(this.#connection.ping(), this.#connection.addTimeoutMs);
  }

  async close(): Promise<void> {
    await this.#queue?.close();
    this.#queue = null;
    await this.#connection.close();
  }

  #started(): Queue {
    if (this.#queue === null) throw new ServiceError("not_ready", "The queue has not started.");
    return this.#queue;
  }
}

function jobOptions({ id, priority }: { readonly id: string; readonly priority: Priority }): BulkJobOptions {
  return { jobId: id, ...(priority === "batch" ? { priority: BULLMQ_PRIORITY.batch } : {}) };
}
