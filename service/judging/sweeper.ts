import type { Config } from "../config/config.ts";
import type { Logger } from "../logger.ts";
import { WakeableLoop } from "../wakeable-loop.ts";
import type { ClassifyQueue } from "./classify-queue.ts";
import type { VerdictStore } from "./verdict-store.ts";

const PAGE = 500;
/** The job of a younger item may just be on its way to the queue. */
const MIN_AGE_MS = 10_000;

export interface SweeperDependencies {
  readonly config: Pick<Config, "retention">;
  readonly verdicts: VerdictStore;
  readonly queue: ClassifyQueue;
  readonly logger: Logger;
}

/**
 * Ensures that no accepted item is lost and nothing is kept too long: accepted items without a job get one, items that
 * were not judged in time expire, and content and records are deleted after their retention time. Several processes may
 * sweep the same database at the same time.
 */
export class Sweeper {
  readonly #deps: SweeperDependencies;
  readonly #loop: WakeableLoop;
  #minAgeMs = 0;

  constructor(deps: SweeperDependencies) {
    this.#deps = deps;
    const { sweepIntervalMs } = deps.config.retention;
    this.#loop = new WakeableLoop({
      turn: async (closing) => {
        await this.sweep(this.#minAgeMs, closing);
        this.#minAgeMs = MIN_AGE_MS;
        return sweepIntervalMs;
      },
      onError: (error) => deps.logger.error({ err: error }, "sweep failed"),
      retryMs: sweepIntervalMs,
    });
  }

  /** Sweeps immediately, for items that an earlier process left, and then at the configured interval. */
  start(): void {
    this.#loop.start();
  }

  close(): Promise<void> {
    return this.#loop.close();
  }

  /** One sweep. Returns how many items of at least `minAgeMs` got a new job. */
  async sweep(minAgeMs: number, closing?: AbortSignal): Promise<number> {
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
      sums_deleted: await verdicts.deleteSums(new Date(now)),
      reenqueued: await this.#reenqueueLost(ago(minAgeMs), closing),
    };
    if (Object.values(swept).some((count) => count > 0)) logger.info(swept, "swept");
    return swept.reenqueued;
  }

  async #reenqueueLost(before: Date, closing?: AbortSignal): Promise<number> {
    const { verdicts, queue } = this.#deps;
    let reenqueued = 0;
    let afterId: string | undefined;
    const jobIds = await queue.jobIds();
    for (;;) {
      const items = await verdicts.listUnsettled({
        before,
        limit: PAGE,
        ...(afterId === undefined ? {} : { afterId }),
      });
      const absent = items.map(({ id }) => id).filter((id) => !jobIds.has(id));
      const lost = new Set(await queue.missing(absent));
      await queue.add(items.filter(({ id }) => lost.has(id)));
      reenqueued += lost.size;
      afterId = items.at(-1)?.id;
      if (items.length < PAGE || afterId === undefined || closing?.aborted === true) return reenqueued;
    }
  }
}
