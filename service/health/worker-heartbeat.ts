import { v7 as uuidv7 } from "uuid";
import type { Logger } from "../logger.ts";
import type { WorkerStore } from "../judging/backlog-store.ts";
import type { ServiceRate } from "../judging/service-rate.ts";

const INTERVAL_MS = 1000;

export interface WorkerHeartbeatDependencies {
  readonly workers: WorkerStore;
  readonly rate: ServiceRate;
  readonly slots: number;
  readonly logger: Logger;
}

/** Tells every second, as long as this process judges, how many slots it has and how fast it is. */
export class WorkerHeartbeat {
  readonly #id = uuidv7();
  readonly #deps: WorkerHeartbeatDependencies;
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> | null = null;

  constructor(deps: WorkerHeartbeatDependencies) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.#beat(), INTERVAL_MS);
    await this.#beat();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
    // Where the database is away, it forgets a worker that it has not heard of.
    await this.#deps.workers.leave(this.#id).catch(() => undefined);
  }

  #beat(): Promise<void> {
    const { workers, rate, slots, logger } = this.#deps;
    this.#beating ??= workers
      .beat(this.#id, { slots, perSecond: rate.perSecond(slots) })
      .catch((error: unknown) => logger.warn({ err: error }, "the worker could not say that it is alive"))
      .finally(() => (this.#beating = null));
    return this.#beating;
  }
}
