import type { EngineProgress } from "../../engine/local-options.ts";
import type { CliIo } from "./cli-io.ts";

const INTERVAL_MS = 200;

/** What is being done: one line overwritten in place on a terminal; elsewhere a line for each new step. On stderr. */
export class StepLine {
  readonly #io: Pick<CliIo, "err" | "interactive">;
  #step = "";
  #shownAt = Number.NEGATIVE_INFINITY;

  constructor(io: Pick<CliIo, "err" | "interactive">) {
    this.#io = io;
  }

  show({ step, done, total }: EngineProgress): void {
    const now = performance.now();
    if (step !== this.#step) this.#begin(step);
    else if (this.#io.interactive && now - this.#shownAt >= INTERVAL_MS) {
      this.#shownAt = now;
      this.#io.err(`\r\u001b[K${step} ${Math.floor((100 * done) / Math.max(1, total))} %`);
    }
  }

  /** A message of its own above the line. */
  note(message: string): void {
    this.finish();
    this.#io.err(`${message}\n`);
  }

  /** Leaves the line to what comes next. */
  finish(): void {
    if (this.#io.interactive && this.#step !== "") this.#io.err("\r\u001b[K");
    this.#step = "";
  }

  #begin(step: string): void {
    this.#step = step;
    this.#io.err(this.#io.interactive ? `\r\u001b[K${step}` : `${step}\n`);
  }
}
