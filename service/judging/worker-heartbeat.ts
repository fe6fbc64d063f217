import { v7 as uuidv7 } from "uuid";
import type { Logger } from "../logger.ts";
import type { WorkerStore } from "./backlog-store.ts";
import type { ServiceRate } from "./service-rate.ts";

const INTERVAL_MS = 1000;

export interface WorkerHeartbeatDependencies {
  readonly workers: WorkerStore;
  readonly rate: ServiceRate;
  readonly slots: number;
  readonly logger: Logger;
}

/** Reports every second, while this process judges, how many slots it has and how fast it judges. */
export class WorkerHeartbeat {
  readonly #id = uuidv7();
  readonly #deps: WorkerHeartbeatDependencies;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | null = null;

  constructor(deps: WorkerHeartbeatDependencies) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.#write(), INTERVAL_MS);
    await this.#write();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
    // If the database is unavailable, the last heartbeat expires there.
    await this.#deps.workers.leave(this.#id).catch(() => undefined);
  }

  #write(): Promise<void> {
    const { workers, rate, slots, logger } = this.#deps;
    this.#writing ??= workers
      .beat(this.#id, { slots, perSecond: rate.perSecond(slots) })
      .catch((error: unknown) => logger.warn({ err: error }, "the worker could not write its heartbeat"))
      .finally(() => (this.#writing = null));
    return this.#writing;
  }
}
