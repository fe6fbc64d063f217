import { type Job as BullJob, WaitingError, type Worker } from "bullmq";
import { withTimeout } from "../../engine/waiting/with-timeout.ts";
import type { ClassifyWorker, ClassifyWorkerOptions } from "../judging/classify-queue.ts";
import { DEFAULT_QUEUE_NAME } from "./classify-queue.ts";
import { plainError } from "./plain-error.ts";
import { connectQueue, type QueueStore } from "./connect-queue.ts";
import type { QueueConnection } from "./queue-connection.ts";

/** A job counts as lost if its worker has not renewed the lock for this long. */
const DEFAULT_LOCK_MS = 10_000;
/** How soon jobs are fetched again after the store has failed. BullMQ's default is 15 seconds. */
const RETRY_FETCH_MS = 1000;
/**
 * How often the queue is searched for lost jobs. BullMQ returns a job to the queue when it is found the second time.
 */
const DEFAULT_STALLED_CHECK_MS = 5000;
/** How long a job may take to stop once it has been aborted; then it is abandoned. */
const ABORT_TIMEOUT_MS = 2000;
/** How long closing may take after that: a store that does not respond must not keep a process from ending. */
const CLOSE_TIMEOUT_MS = 5000;

export interface BullClassifyWorkerOptions extends ClassifyWorkerOptions {
  readonly store: QueueStore;
  readonly name?: string;
  /** How often a job may be lost with its worker before `onLost`. */
  readonly maxLosses: number;
  readonly lockMs?: number;
  readonly stalledCheckMs?: number;
  readonly onError?: (error: Error) => void;
}

/** Requests another attempt: BullMQ retries a job whose processor throws. */
class RetryLater extends Error {
  override readonly name = "RetryLater";
}

class CloseTimeout extends Error {
  override readonly name = "CloseTimeout";
}

/** Processes jobs until it is closed. A job is done once its outcome is "done"; losing its lock aborts it. */
export class BullClassifyWorker implements ClassifyWorker {
  readonly #options: BullClassifyWorkerOptions;
  readonly #onError: (error: Error) => void;
  readonly #connection: QueueConnection;
  readonly #aborts = new Map<string, AbortController>();
  #worker: Worker | null = null;
  #closing = false;

  constructor(options: BullClassifyWorkerOptions) {
    this.#options = options;
    this.#onError = (error) => options.onError?.(plainError(error));
    this.#connection = connectQueue(options.store, "worker", this.#onError);
  }

  async start(): Promise<void> {
    await this.#connection.start();
    const { name = DEFAULT_QUEUE_NAME, concurrency, maxLosses, lockMs, stalledCheckMs } = this.#options;
    const worker = this.#connection.createWorker(name, (job, token) => this.#process(job, token ?? ""), {
      autorun: false,
      concurrency,
      lockDuration: lockMs ?? DEFAULT_LOCK_MS,
      stalledInterval: stalledCheckMs ?? DEFAULT_STALLED_CHECK_MS,
      maxStalledCount: maxLosses,
      runRetryDelay: RETRY_FETCH_MS,
    });
    this.#worker = worker;
    worker.on("error", this.#onError);
    worker.on("failed", (job) => void this.#failed(job));
    worker.on("lockRenewalFailed", (ids) => {
      for (const id of ids) this.#aborts.get(id)?.abort(new RetryLater("The job was lost to another worker"));
    });
    await worker.waitUntilReady();
    worker.run().catch(this.#onError);
  }

  async close({ graceMs }: { readonly graceMs: number }): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#closing = true;
    const aborting = setTimeout(() => {
      for (const abort of this.#aborts.values()) abort.abort(new RetryLater("The worker is shutting down"));
    }, graceMs);
    try {
      await withTimeout(async () => worker?.close(), {
        timeoutMs: graceMs + ABORT_TIMEOUT_MS + CLOSE_TIMEOUT_MS,
        timeoutError: () => new CloseTimeout("The queue's store did not respond"),
      });
    } catch (error) {
      if (!(error instanceof CloseTimeout)) throw error;
      void worker?.disconnect().catch(this.#onError);
    } finally {
      clearTimeout(aborting);
    }
    await this.#connection.close();
  }

  async #process(job: BullJob, token: string): Promise<void> {
    const id = job.id ?? "";
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    const attempt = job.attemptsMade + 1;
    const lastAttempt = attempt >= (job.opts.attempts ?? 1);
    try {
      const outcome = await orAbandoned(
        this.#options.process({ id, attempt, lastAttempt }, abort.signal),
        abort.signal,
      );
      if (outcome === "retry") throw new RetryLater("The attempt has to be repeated");
    } catch (error) {
      if (!this.#closing || !abort.signal.aborted) throw error;
      // Aborted by close: the job returns to the queue immediately, and the attempt does not count.
      await job.moveToWait(token);
      throw new WaitingError();
    } finally {
      this.#aborts.delete(id);
    }
  }

  /** BullMQ reports each failed attempt. Only a finished job has no attempts left. */
  async #failed(job: BullJob | undefined): Promise<void> {
    if (job?.id === undefined || job.finishedOn === undefined) return;
    try {
      await this.#options.onLost(job.id);
    } catch (error) {
      this.#onError(error as Error);
    }
  }
}

/**
 * Settles with the promise, or rejects with the reason of the abort if the promise has not settled in time after it.
 */
async function orAbandoned<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const abandoned = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => {
      timer = setTimeout(() => reject(signal.reason as Error), ABORT_TIMEOUT_MS);
    });
  });
  try {
    return await Promise.race([promise, abandoned]);
  } finally {
    clearTimeout(timer);
  }
}
