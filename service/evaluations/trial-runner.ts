import { isInShare } from "../../evaluation/sampling/is-in-share.ts";
import type { Logger } from "../logger.ts";
import { WakeableLoop } from "../wakeable-loop.ts";
import type { Sample, TrialStore } from "./trial-store.ts";

const BUSY_WAIT_MS = 500;
const IDLE_WAIT_MS = 5000;
/** Pages of live verdicts in one turn for each shadow, so that none delays the others. */
const MAX_PAGES = 10;

const sample: Sample = ({ id, share }, verdictId) => isInShare(`${id} ${verdictId}`, share);

export interface TrialRunnerDependencies {
  readonly trials: Pick<TrialStore, "listSampling" | "feed">;
  /** Called after items were added. */
  readonly wakeEvaluations: () => void;
  readonly logger: Logger;
}

/** Follows live verdicts for shadows. Several processes may run one each on the same database. */
export class TrialRunner {
  readonly #deps: TrialRunnerDependencies;
  readonly #loop: WakeableLoop;

  constructor(deps: TrialRunnerDependencies) {
    this.#deps = deps;
    this.#loop = new WakeableLoop({
      turn: (closing) => this.#turn(closing),
      onError: (error, failures) => {
        // Once per outage of a store.
        if (failures === 1) deps.logger.error({ err: error }, "live verdicts were not sampled");
      },
      retryMs: IDLE_WAIT_MS,
    });
  }

  start(): void {
    this.#loop.start();
  }

  /** Call it when there may be a new shadow. */
  wake(): void {
    this.#loop.wake();
  }

  close(): Promise<void> {
    return this.#loop.close();
  }

  async #turn(closing: AbortSignal): Promise<number> {
    const ids = await this.#deps.trials.listSampling();
    for (const id of ids) await this.#feed(id, closing);
    return ids.length === 0 ? IDLE_WAIT_MS : BUSY_WAIT_MS;
  }

  async #feed(id: string, closing: AbortSignal): Promise<void> {
    const { trials, wakeEvaluations } = this.#deps;
    for (let pages = 0; pages < MAX_PAGES && !closing.aborted; pages += 1) {
      const { added, more } = await trials.feed(id, sample);
      if (added > 0) wakeEvaluations();
      if (!more) return;
    }
  }
}
