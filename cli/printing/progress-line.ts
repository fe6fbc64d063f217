import type { CliIo } from "../cli-io.ts";

const OVERWRITE_MS = 200;
const LINE_MS = 30_000;
const ERASE_LINE = "\r\u001b[K";

/**
 * The progress of a long task, on stderr: on a terminal one line, overwritten in place; elsewhere, such as in the log
 * of a CI run, a line for each new step and one every half minute.
 */
export class ProgressLine {
  readonly #io: Pick<CliIo, "err" | "interactive">;
  #step: string | null = null;
  #shownAt = Number.NEGATIVE_INFINITY;
  /** Whether the cursor is at the end of a line that will be overwritten. */
  #isOpen = false;

  constructor(io: Pick<CliIo, "err" | "interactive">) {
    this.#io = io;
  }

  /** Calls `text` when a line is due, which is immediately for a new step. */
  show(step: string, text: (now: number) => string): void {
    const now = performance.now();
    const { interactive } = this.#io;
    if (step === this.#step && now - this.#shownAt < (interactive ? OVERWRITE_MS : LINE_MS)) return;
    this.#step = step;
    this.#shownAt = now;
    this.#io.err(interactive ? `${ERASE_LINE}${text(now)}` : `${text(now)}\n`);
    this.#isOpen = interactive;
  }

  /** Prints a message that stays, above the progress. */
  note(message: string): void {
    this.clear();
    this.#io.err(`${message}\n`);
  }

  /** Erases the line, so that something else can be printed in its place. */
  clear(): void {
    if (!this.#isOpen) return;
    this.#io.err(ERASE_LINE);
    this.#isOpen = false;
    this.#step = null;
  }
}
