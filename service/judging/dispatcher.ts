import { withTimeout } from "../../engine/waiting/with-timeout.ts";
import type { Config } from "../config/config.ts";
import { limitsOf } from "../config/key-limits.ts";
import type { Logger } from "../logger.ts";
import { WakeableLoop } from "../wakeable-loop.ts";
import type { BacklogStore, WorkerStore } from "./backlog-store.ts";
import type { ClassifyQueue } from "./classify-queue.ts";
import { batchLimit, queueLimit } from "./dispatch-limits.ts";
import type { VerdictStore } from "./verdict-store.ts";

/** The wait between turns while the backlog is not empty; settled items end it early. */
const BUSY_WAIT_MS = 50;
/** The minimum pause between two turns, even if settled items end the wait: a turn costs several statements. */
const MIN_PAUSE_MS = 5;
/** The wait otherwise, for items of a process that was killed between accepting and dispatching them. */
const IDLE_WAIT_MS = 500;
/**
 * Longer than the queue's own limit for adding jobs (5 s), and shorter than a silent connection to the database is kept
 * (12 s): the next turn gets another connection.
 */
const TURN_TIMEOUT_MS = 8000;

export interface DispatcherDependencies {
  readonly config: Pick<Config, "limits" | "queue">;
  readonly backlog: Pick<BacklogStore, "dispatch" | "returnToBacklog">;
  readonly workers: Pick<WorkerStore, "capacity">;
  readonly queue: Pick<ClassifyQueue, "add" | "counts">;
  readonly verdicts: Pick<VerdictStore, "onSettled">;
  /** Jobs that use slots of the batch lane but are not items. */
  readonly otherBatchJobs: () => Promise<number>;
  readonly logger: Logger;
  /** Set by tests. */
  readonly turnTimeoutMs?: number;
}

/**
 * Moves accepted items from the backlog to the queue, in fair order and only as many as workers take next. Several
 * processes may run a dispatcher on the same database; one at a time dispatches.
 */
export class Dispatcher {
  readonly #deps: DispatcherDependencies;
  readonly #loop: WakeableLoop;
  #stopListening = (): void => undefined;
  #isBusy = false;

  constructor(deps: DispatcherDependencies) {
    this.#deps = deps;
    this.#loop = new WakeableLoop({
      turn: () => this.#limitedTurn(),
      onError: (error, failures) => this.#onError(error, failures),
      retryMs: IDLE_WAIT_MS,
      minPauseMs: MIN_PAUSE_MS,
    });
  }

  start(): void {
    this.#stopListening = this.#deps.verdicts.onSettled(() => {
      if (this.#isBusy) this.wake();
    });
    this.#loop.start();
  }

  /** Call it when there may be items to dispatch. */
  wake(): void {
    this.#loop.wake();
  }

  async close(): Promise<void> {
    this.#stopListening();
    await this.#loop.close();
  }

  #onError(error: unknown, failures: number): void {
    this.#isBusy = false;
    // Once per outage of a store, not twice a second.
    if (failures === 1) this.#deps.logger.error({ err: error }, "accepted items were not dispatched");
  }

  async #limitedTurn(): Promise<number> {
    const timeoutMs = this.#deps.turnTimeoutMs ?? TURN_TIMEOUT_MS;
    this.#isBusy = await withTimeout((signal) => this.#turn(signal), {
      timeoutMs,
      timeoutError: () => new Error(`Dispatching took longer than ${timeoutMs} ms`),
    });
    return this.#isBusy ? BUSY_WAIT_MS : IDLE_WAIT_MS;
  }

  /**
   * Returns whether the backlog still holds items. A turn that has exceeded its time takes nothing more from the
   * backlog, but jobs of items that it has taken are still added.
   */
  async #turn(signal: AbortSignal): Promise<boolean> {
    const { backlog, workers, queue, config } = this.#deps;
    const [capacity, { waiting, active }, otherBatchJobs] = await Promise.all([
      workers.capacity(),
      queue.counts(),
      this.#deps.otherBatchJobs(),
    ]);
    signal.throwIfAborted();
    const items = queueLimit(capacity) - waiting - active;
    const batchItems = batchLimit(capacity, config.queue.interactiveSlotsPercent) - otherBatchJobs;
    const dispatched = await backlog.dispatch(
      { items, batchItems },
      (keyId) => limitsOf(config.limits, keyId).weight,
    );
    if (dispatched === null) return true;
    await this.#add(dispatched.jobs);
    return dispatched.hasMore;
  }

  /** If the queue is unavailable, the items return to the backlog, or the sweeper finds them. */
  async #add(jobs: Parameters<ClassifyQueue["add"]>[0]): Promise<void> {
    if (jobs.length === 0) return;
    const { queue, backlog } = this.#deps;
    try {
      await queue.add(jobs);
    } catch (error) {
      await backlog.returnToBacklog(jobs.map(({ id }) => id));
      throw error;
    }
  }
}
