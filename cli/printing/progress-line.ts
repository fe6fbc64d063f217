import type { CliIo } from "../cli-io.ts";
import { rateAndTimeLeft } from "./rate-and-time-left.ts";
import { StatusLine } from "./status-line.ts";

/** `Building the model: 42 %, 310 MB/s, 45 s left`. */
export class ProgressLine {
  readonly #what: string;
  readonly #line: StatusLine;
  readonly #startedAt = performance.now();

  constructor(what: string, io: Pick<CliIo, "err" | "interactive">) {
    this.#what = what;
    this.#line = new StatusLine(io);
  }

  update(doneBytes: number, totalBytes: number): void {
    this.#line.show(this.#what, (now) => {
      const share = `${Math.floor((100 * doneBytes) / Math.max(1, totalBytes))} %`;
      const rest = rateAndTimeLeft(doneBytes, totalBytes, now - this.#startedAt);
      return `${this.#what}: ${rest === "" ? share : `${share}, ${rest}`}`;
    });
  }

  finish(): void {
    this.#line.finish();
  }
}
