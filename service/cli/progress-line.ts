import type { CliIo } from "./cli-io.ts";

const INTERVAL_MS = 200;

/** `what 42 %`, overwritten in place on a terminal; elsewhere one line at the start and nothing more. */
export class ProgressLine {
  readonly #what: string;
  readonly #io: Pick<CliIo, "err" | "interactive">;
  #shownAt = 0;

  constructor(what: string, io: Pick<CliIo, "err" | "interactive">) {
    this.#what = what;
    this.#io = io;
    io.err(io.interactive ? what : `${what}\n`);
  }

  update(done: number, total: number): void {
    if (!this.#io.interactive || performance.now() - this.#shownAt < INTERVAL_MS) return;
    this.#shownAt = performance.now();
    this.#io.err(`\r\u001b[K${this.#what} ${Math.floor((100 * done) / Math.max(1, total))} %`);
  }

  finish(): void {
    if (this.#io.interactive) this.#io.err(`\r\u001b[K${this.#what} done\n`);
  }
}
