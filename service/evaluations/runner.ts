import type { Config } from "../config/config.ts";
import type { Logger } from "../logger.ts";
import type { BacklogStore, WorkerStore } from "../judging/backlog-store.ts";
import type { ClassifyQueue } from "../judging/classify-queue.ts";
import { batchLimit } from "../judging/dispatch-limits.ts";
import type { WorkStore } from "../judging/work-store.ts";
import { WakeableLoop } from "../wakeable-loop.ts";
import type { EvaluationStore } from "./evaluation-store.ts";
import type { GoldenStore } from "./golden-store.ts";
import { evaluationJobId, judgementOfJob } from "./job-id.ts";
import { reportOf } from "./report.ts";

/** The minimum pause between two turns, even if settled judgements end the wait: a turn costs several statements. */
const MIN_PAUSE_MS = 50;
const BUSY_WAIT_MS = 200;
const IDLE_WAIT_MS = 2000;
/** How often the runner looks for judgements whose job the queue has lost or a killed process has not added. */
const RECOVERY_INTERVAL_MS = 30_000;
const PAGE = 500;

export interface EvaluationRunnerDependencies {
  readonly config: Pick<Config, "price" | "queue" | "retention">;
  readonly evaluations: EvaluationStore;
  readonly goldenSets: Pick<GoldenStore, "sweep">;
  readonly work: Pick<WorkStore, "onSettled">;
  readonly backlog: Pick<BacklogStore, "countBatchInFlight">;
  readonly workers: Pick<WorkerStore, "capacity">;
  readonly queue: Pick<ClassifyQueue, "add" | "missing">;
  readonly logger: Logger;
}

/**
 * Runs evaluations in the slots that batches leave free, at least one, so that every evaluation ends. Several processes
 * may run one each on the same database. All state is in the database, so a killed process loses nothing: judgements
 * that lost their job get a new one, and settled ones are never judged again.
 */
export class EvaluationRunner {
  readonly #deps: EvaluationRunnerDependencies;
  readonly #loop: WakeableLoop;
  #stopListening = (): void => undefined;
  #isBusy = false;
  #recoverAt = 0;
  #sweepAt = 0;

  constructor(deps: EvaluationRunnerDependencies) {
    this.#deps = deps;
    this.#loop = new WakeableLoop({
      turn: (closing) => this.#turn(closing),
      onError: (error, failures) => {
        // Once per outage of a store.
        if (failures === 1) deps.logger.error({ err: error }, "evaluations were not processed");
      },
      retryMs: IDLE_WAIT_MS,
      minPauseMs: MIN_PAUSE_MS,
    });
  }

  start(): void {
    this.#stopListening = this.#deps.work.onSettled(() => {
      if (this.#isBusy) this.wake();
    });
    this.#loop.start();
  }

  /** Call it when there may be work. */
  wake(): void {
    this.#loop.wake();
  }

  async close(): Promise<void> {
    this.#stopListening();
    await this.#loop.close();
  }

  async #turn(closing: AbortSignal): Promise<number> {
    await this.#sweepWhenDue();
    this.#isBusy = await this.#deps.evaluations.hasWork();
    if (!this.#isBusy) return IDLE_WAIT_MS;
    await this.#recoverWhenDue(closing);
    await this.#dispatch(closing);
    await this.#finish(closing);
    return BUSY_WAIT_MS;
  }

  /** Evaluations take turns, one dispatch each. */
  async #dispatch(closing: AbortSignal): Promise<void> {
    const { evaluations, backlog, workers, config } = this.#deps;
    const [capacity, batch, inFlight] = await Promise.all([
      workers.capacity(),
      backlog.countBatchInFlight(),
      evaluations.countInFlight(),
    ]);
    const limit = batchLimit(capacity, config.queue.interactiveSlotsPercent);
    let room = Math.max(1, limit - batch) - inFlight;
    while (room > 0 && !closing.aborted) {
      const ids = await evaluations.dispatch(room);
      if (ids.length === 0) return;
      room -= ids.length;
      await this.#add(ids);
    }
  }

  /** The judgements are committed: if the queue is unavailable, they get their jobs in a later turn. */
  async #add(ids: readonly string[]): Promise<void> {
    try {
      await this.#deps.queue.add(ids.map((id) => ({ id: evaluationJobId(id), priority: "batch" })));
    } catch (error) {
      this.#recoverAt = 0;
      throw error;
    }
  }

  async #recoverWhenDue(closing: AbortSignal): Promise<void> {
    if (performance.now() < this.#recoverAt) return;
    const { evaluations, queue, logger } = this.#deps;
    let after: string | null = null;
    let recovered = 0;
    do {
      const ids: readonly string[] = await evaluations.listInFlight(after, PAGE);
      const lost = await queue.missing(ids.map(evaluationJobId));
      await this.#add(lost.map((job) => judgementOfJob(job) ?? ""));
      recovered += lost.length;
      after = ids.length < PAGE ? null : (ids.at(-1) ?? null);
    } while (after !== null && !closing.aborted);
    this.#recoverAt = performance.now() + RECOVERY_INTERVAL_MS;
    if (recovered > 0) logger.info({ recovered }, "judgements of evaluations got a new job");
  }

  async #finish(closing: AbortSignal): Promise<void> {
    const { evaluations, config, logger } = this.#deps;
    for (const id of await evaluations.listSettled()) {
      if (closing.aborted) return;
      await evaluations.finish(id, await reportOf(evaluations, id, config.price));
      logger.info({ evaluation_id: id }, "evaluation ended");
    }
  }

  async #sweepWhenDue(): Promise<void> {
    const { evaluations, goldenSets, config, logger } = this.#deps;
    if (performance.now() < this.#sweepAt) return;
    const { sweepIntervalMs, recordMs, contentMs, rationaleMs, reasoningMs } = config.retention;
    this.#sweepAt = performance.now() + sweepIntervalMs;
    const before = (milliseconds: number): Date => new Date(Date.now() - milliseconds);
    await goldenSets.sweep();
    const removed = await evaluations.sweep(before(recordMs), before(Math.min(recordMs, contentMs)));
    if (removed > 0) logger.info({ removed }, "old evaluations removed");
    const erased = await evaluations.eraseTexts({
      rationaleBefore: before(rationaleMs ?? recordMs),
      reasoningBefore: before(reasoningMs ?? recordMs),
    });
    if (erased > 0) logger.info({ erased }, "texts of evaluations, shadows and replays erased");
  }
}
