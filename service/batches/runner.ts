import type { Config } from "../config/config.ts";
import type { Logger } from "../logger.ts";
import { WakeableLoop } from "../wakeable-loop.ts";
import type { BatchStore, BuildItem, GoodLine } from "./batch-store.ts";
import type { ClassifyQueue } from "../judging/classify-queue.ts";
import type { ContentHashes } from "../judging/content-hashes.ts";
import { createItem, type Target } from "../judging/create-item.ts";
import type { NewItem, VerdictStore } from "../judging/verdict-store.ts";

/** Batches are fed up to this number of unsettled items: enough to keep workers busy until the next turn. */
const MAX_UNSETTLED = 2000;
/** Items per transaction. POST /classify waits while such a transaction runs. */
const SLICE = 128;
/** Slices per turn: batches are settled and cancelled between turns. */
const MAX_SLICES = 40;
const BUSY_WAIT_MS = 200;
const IDLE_WAIT_MS = 2000;

export interface BatchRunnerDependencies {
  readonly config: Pick<Config, "engine" | "queue" | "retention">;
  readonly batches: BatchStore;
  readonly verdicts: Pick<VerdictStore, "countUnsettled">;
  readonly queue: Pick<ClassifyQueue, "add">;
  /** Called after items were added to the backlog. */
  readonly dispatch: () => void;
  readonly hashes: ContentHashes;
  readonly logger: Logger;
}

/**
 * Processes batches: feeds their lines to the backlog up to half of the queue's depth, so that the other half is left
 * to interactive requests; cancels, completes and deletes batches. Several processes may run one each on the same
 * database.
 */
export class BatchRunner {
  readonly #deps: BatchRunnerDependencies;
  readonly #loop: WakeableLoop;
  #sweepAt = 0;

  constructor(deps: BatchRunnerDependencies) {
    this.#deps = deps;
    this.#loop = new WakeableLoop({
      turn: (closing) => this.#turn(closing),
      onError: (error) => deps.logger.error({ err: error }, "batches were not processed"),
      retryMs: IDLE_WAIT_MS,
    });
  }

  start(): void {
    this.#loop.start();
  }

  /** Call it when there may be work. */
  wake(): void {
    this.#loop.wake();
  }

  close(): Promise<void> {
    return this.#loop.close();
  }

  async #turn(closing: AbortSignal): Promise<number> {
    const isBusy = await this.#process(closing);
    await this.#sweepWhenDue();
    return isBusy ? BUSY_WAIT_MS : IDLE_WAIT_MS;
  }

  async #sweepWhenDue(): Promise<void> {
    const { logger, config, batches } = this.#deps;
    if (performance.now() < this.#sweepAt) return;
    this.#sweepAt = performance.now() + config.retention.sweepIntervalMs;
    const removed = await batches.sweep(new Date(Date.now() - config.retention.recordMs));
    if (removed > 0) logger.info({ removed }, "old batches removed");
  }

  /** Returns false if no batch has work left. */
  async #process(closing: AbortSignal): Promise<boolean> {
    const { batches } = this.#deps;
    if (!(await batches.hasWork())) return false;
    try {
      await this.#feed(closing);
    } finally {
      // A batch that cannot be fed must prevent neither other batches from being settled nor its own cancellation.
      await this.#enqueue(await batches.cancelNext());
      await batches.settle();
    }
    return true;
  }

  async #feed(closing: AbortSignal): Promise<void> {
    const { batches, verdicts, config, dispatch } = this.#deps;
    const limit = Math.min(MAX_UNSETTLED, Math.ceil(config.queue.maxDepth / 2));
    const createdAt = new Date();
    const build: BuildItem = (line, target, keyId) => this.#item(line, target, { keyId, createdAt });
    for (let slices = 0; slices < MAX_SLICES && !closing.aborted; slices += 1) {
      // Counted before each slice: other processes feed too.
      const room = limit - (await verdicts.countUnsettled());
      if (room <= 0) return;
      const fed = await batches.feed(build, Math.min(SLICE, room));
      if (fed === null) return;
      dispatch();
    }
  }

  #item(
    { content, metadata, externalId }: GoodLine,
    target: Target,
    sent: Pick<NewItem, "keyId" | "createdAt">,
  ): NewItem {
    const { hashes, config } = this.#deps;
    const request = {
      content,
      ...(metadata === null ? {} : { metadata }),
      ...(externalId === null ? {} : { external_id: externalId }),
      priority: "batch",
    } as const;
    return createItem(
      request,
      target,
      { ...sent, contentHmac: hashes.ofContent(content), awaited: false, inBacklog: true },
      config.engine,
    );
  }

  /** The items are committed: if the queue is unavailable, the sweeper adds their jobs later. */
  async #enqueue(jobs: Parameters<ClassifyQueue["add"]>[0]): Promise<void> {
    if (jobs.length === 0) return;
    await this.#deps.queue.add(jobs).catch((error: unknown) => {
      this.#deps.logger.error(
        { items: jobs.length, err: error },
        "items of a batch were not enqueued; the sweeper will enqueue them",
      );
    });
  }
}
