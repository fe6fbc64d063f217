import { linkSignals, type LinkedSignal } from "../engine/waiting/link-signals.ts";
import { pause } from "../engine/waiting/pause.ts";

export interface WakeableLoopOptions {
  /** One round of work. Resolves with the milliseconds to wait before the next one. */
  readonly turn: (closing: AbortSignal) => Promise<number>;
  /** Called when a turn rejects, with the number of consecutive rejections. */
  readonly onError: (error: unknown, failures: number) => void;
  /** The wait after a turn that rejected. */
  readonly retryMs: number;
  /** The minimum pause after a turn, even if `wake` is called: it spaces turns when wakes are frequent. */
  readonly minPauseMs?: number;
}

/** Runs turns one after another until it is closed. `wake` ends the wait between two of them. */
export class WakeableLoop {
  readonly #options: WakeableLoopOptions;
  readonly #closing = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** Aborted by `wake`. Renewed before each turn, so that a wake during a turn skips the wait after it. */
  #woken: LinkedSignal = linkSignals([this.#closing.signal]);

  constructor(options: WakeableLoopOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Makes the next turn begin now, or directly after the one in progress. */
  wake(): void {
    this.#woken.abort();
  }

  /** Resolves when the turn in progress has ended. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { turn, onError, retryMs, minPauseMs } = this.#options;
    const closing = this.#closing.signal;
    let failures = 0;
    while (!closing.aborted) {
      this.#woken.unlink();
      this.#woken = linkSignals([closing]);
      let waitMs = retryMs;
      try {
        waitMs = await turn(closing);
        failures = 0;
      } catch (error) {
        failures += 1;
        onError(error, failures);
      }
      if (minPauseMs !== undefined) await pause(minPauseMs, closing);
      if (waitMs > 0) await pause(waitMs, this.#woken.signal);
    }
    this.#woken.unlink();
  }
}
