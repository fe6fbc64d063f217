import type { CliIo } from "./cli-io.ts";
import { rateAndTimeLeft } from "./rate-and-time-left.ts";

const INTERVAL_MS = 200;

/** `what 42 %, 310 MB/s, 45 s left`, overwritten in place on a terminal; elsewhere one line at the start and nothing more. */
export class ProgressLine {
  readonly #what: string;
  readonly #io: Pick<CliIo, "err" | "interactive">;
  readonly #startedAt = performance.now();
  #shownAt = 0;

  constructor(what: string, io: Pick<CliIo, "err" | "interactive">) {
    this.#what = what;
    this.#io = io;
    io.err(io.interactive ? what : `${what}\n`);
  }

  update(doneBytes: number, totalBytes: number): void {
    const now = performance.now();
    if (!this.#io.interactive || now - this.#shownAt < INTERVAL_MS) return;
    this.#shownAt = now;
    const share = `${Math.floor((100 * doneBytes) / Math.max(1, totalBytes))} %`;
    const parts = [share, rateAndTimeLeft(doneBytes, totalBytes, now - this.#startedAt)].filter(Boolean);
    this.#io.err(`\r\u001b[K${this.#what} ${parts.join(", ")}`);
  }

  finish(): void {
    if (this.#io.interactive) this.#io.err(`\r\u001b[K${this.#what} done\n`);
  }
}
