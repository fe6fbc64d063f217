import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config/config.ts";
import type { Logger } from "../logger.ts";
import type { ClassifyQueue } from "./classify-queue.ts";
import type { VerdictStore } from "./verdict-store.ts";

const PAGE = 500;
/** An item this young may be on its way into the queue. */
const SETTLE_IN_MS = 10_000;

export interface SweeperDependencies {
  readonly config: Pick<Config, "retention">;
  readonly verdicts: VerdictStore;
  readonly queue: ClassifyQueue;
  readonly logger: Logger;
}

/**
 * Keeps the promise that nothing accepted is lost and nothing is kept too long: accepted items without a
 * job get one, items nobody judged in time expire, content and records leave when their time is up.
 * Several processes may sweep the same database at once.
 */
export class Sweeper {
  readonly #deps: SweeperDependencies;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(deps: SweeperDependencies) {
    this.#deps = deps;
  }

  /** Sweeps at once, for what an earlier process left behind, and then at the configured interval. */
  start(): void {
    this.#running = this.#loop();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** One round. Returns how many items were put back in line. */
  async sweep(settleInMs: number): Promise<number> {
    const { verdicts, config, logger } = this.#deps;
    const { unsettledMs, contentMs, rationaleMs, reasoningMs, recordMs } = config.retention;
    const now = Date.now();
    const ago = (milliseconds: number): Date => new Date(now - milliseconds);
    const swept = {
      expired: await verdicts.expireUnsettled(ago(unsettledMs)),
      erased: await verdicts.eraseContent(ago(contentMs)),
      rationales_erased: rationaleMs === null ? 0 : await verdicts.eraseRationale(ago(rationaleMs)),
      reasonings_erased: reasoningMs === null ? 0 : await verdicts.eraseReasoning(ago(reasoningMs)),
      deleted: await verdicts.deleteRecords(ago(recordMs)),
      reenqueued: await this.#reenqueueLost(ago(settleInMs)),
    };
    if (Object.values(swept).some((count) => count > 0)) logger.info(swept, "swept");
    return swept.reenqueued;
  }

  async #loop(): Promise<void> {
    const { logger, config } = this.#deps;
    let settleInMs = 0;
    while (!this.#stop.signal.aborted) {
      try {
        await this.sweep(settleInMs);
        settleInMs = SETTLE_IN_MS;
      } catch (error) {
        logger.error({ err: error }, "sweep failed");
      }
      await sleep(config.retention.sweepIntervalMs, undefined, { signal: this.#stop.signal }).catch(() => {});
    }
  }

  async #reenqueueLost(before: Date): Promise<number> {
    const { verdicts, queue } = this.#deps;
    let reenqueued = 0;
    let afterId: string | undefined;
    const inLine = await queue.inLine();
    for (;;) {
      const items = await verdicts.listUnsettled({
        before,
        limit: PAGE,
        ...(afterId === undefined ? {} : { afterId }),
      });
      const absent = items.map(({ id }) => id).filter((id) => !inLine.has(id));
      const lost = new Set(await queue.missing(absent));
      await queue.add(items.filter(({ id }) => lost.has(id)));
      reenqueued += lost.size;
      afterId = items.at(-1)?.id;
      if (items.length < PAGE || afterId === undefined || this.#stop.signal.aborted) return reenqueued;
    }
  }
}
