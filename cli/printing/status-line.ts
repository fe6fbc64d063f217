import type { CliIo } from "../cli-io.ts";

const OVERWRITE_MS = 200;
const LINE_MS = 30_000;

/**
 * How far something long is, on stderr. On a terminal one line, overwritten in place; elsewhere, as in the log of a CI
 * run, a whole line at each new step and every half minute.
 */
export class StatusLine {
  readonly #io: Pick<CliIo, "err" | "interactive">;
  #step: string | null = null;
  #shownAt = Number.NEGATIVE_INFINITY;
  /** Whether the cursor stands behind a line that is to be overwritten. */
  #open = false;

  constructor(io: Pick<CliIo, "err" | "interactive">) {
    this.#io = io;
  }

  /** `text` is asked for where the line is due: at once for another step. */
  show(step: string, text: (now: number) => string): void {
    const now = performance.now();
    const { interactive } = this.#io;
    if (step === this.#step && now - this.#shownAt < (interactive ? OVERWRITE_MS : LINE_MS)) return;
    this.#step = step;
    this.#shownAt = now;
    this.#io.err(interactive ? `\r\u001b[K${text(now)}` : `${text(now)}\n`);
    this.#open = interactive;
  }

  /** A message of its own above the line. */
  note(message: string): void {
    this.finish();
    this.#io.err(`${message}\n`);
  }

  /** Leaves the line to what comes next. */
  finish(): void {
    if (this.#open) this.#io.err("\r\u001b[K");
    this.#open = false;
  }
}
