import type { Config } from "../config/config.ts";
import { limitsOf } from "../config/key-limits.ts";
import type { Logger } from "../logger.ts";
import type { BacklogStore, WorkerStore } from "./backlog-store.ts";
import type { ClassifyQueue } from "./classify-queue.ts";
import { batchPlaces, queueRoom } from "./queue-room.ts";
import type { VerdictStore } from "./verdict-store.ts";

/** While something waits in the backlog; settled items end the pause early. */
const BUSY_INTERVAL_MS = 50;
/** Pauses that settled items end early still take this long, so that a turn is worth its statements. */
const MIN_INTERVAL_MS = 5;
/** Otherwise, for what a process left behind that was killed between accepting and handing over. */
const IDLE_INTERVAL_MS = 500;

export interface DispatcherDependencies {
  readonly config: Pick<Config, "limits" | "queue">;
  readonly backlog: Pick<BacklogStore, "dispatch" | "putBack">;
  readonly workers: Pick<WorkerStore, "capacity">;
  readonly queue: Pick<ClassifyQueue, "add" | "counts">;
  readonly verdicts: Pick<VerdictStore, "onSettled">;
  readonly logger: Logger;
}

/**
 * Hands accepted items to the queue of jobs, in fair order and only as many as workers take next. Several
 * processes may run one each on the same database; one at a time has the turn.
 */
export class Dispatcher {
  readonly #deps: DispatcherDependencies;
  #running: Promise<void> = Promise.resolve();
  #stopListening = (): void => undefined;
  #isClosing = false;
  #isWoken = false;
  #isBusy = false;
  #endPause = (): void => undefined;

  constructor(deps: DispatcherDependencies) {
    this.#deps = deps;
  }

  start(): void {
    this.#stopListening = this.#deps.verdicts.onSettled(() => {
      if (this.#isBusy) this.wake();
    });
    this.#running = this.#loop();
  }

  /** There may be something to hand over now. */
  wake(): void {
    this.#isWoken = true;
    this.#endPause();
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#stopListening();
    this.#endPause();
    await this.#running;
  }

  async #loop(): Promise<void> {
    let hasFailed = false;
    while (!this.#isClosing) {
      this.#isWoken = false;
      try {
        this.#isBusy = await this.#turn();
        hasFailed = false;
      } catch (error) {
        this.#isBusy = false;
        // Said once for each outage of a store, not twice a second.
        if (!hasFailed) this.#deps.logger.error({ err: error }, "accepted items could not be handed over");
        hasFailed = true;
      }
      await this.#pause(MIN_INTERVAL_MS, false);
      await this.#pause(this.#isBusy ? BUSY_INTERVAL_MS : IDLE_INTERVAL_MS, true);
    }
  }

  /** Whether anything is left in the backlog. */
  async #turn(): Promise<boolean> {
    const { backlog, workers, queue, config } = this.#deps;
    const [capacity, { waiting, active }] = await Promise.all([workers.capacity(), queue.counts()]);
    const items = queueRoom(capacity) - waiting - active;
    const batchItems = batchPlaces(capacity, config.queue.interactivePlacesPercent);
    const dispatched = await backlog.dispatch(
      { items, batchItems },
      (keyId) => limitsOf(config.limits, keyId).weight,
    );
    if (dispatched === null) return true;
    await this.#add(dispatched.jobs);
    return dispatched.more;
  }

  /** A queue that does not answer gets them later: they go back to their places, or the sweeper finds them. */
  async #add(jobs: Parameters<ClassifyQueue["add"]>[0]): Promise<void> {
    if (jobs.length === 0) return;
    const { queue, backlog } = this.#deps;
    try {
      await queue.add(jobs);
    } catch (error) {
      await backlog.putBack(jobs.map(({ id }) => id));
      throw error;
    }
  }

  #pause(milliseconds: number, canEndEarly: boolean): Promise<void> {
    if (this.#isClosing || (canEndEarly && this.#isWoken)) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      if (!canEndEarly) return;
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
