import type { EngineProgress } from "../../engine/local/engine-events.ts";
import type { CliIo } from "../cli-io.ts";
import { StatusLine } from "../printing/status-line.ts";

/** What an engine is doing, such as `building model 42 %`. */
export class StepLine {
  readonly #line: StatusLine;
  #step = "";

  constructor(io: Pick<CliIo, "err" | "interactive">) {
    this.#line = new StatusLine(io);
  }

  show({ step, done, total }: EngineProgress): void {
    const begun = step === this.#step;
    this.#step = step;
    this.#line.show(step, () =>
      begun ? `${step} ${Math.floor((100 * done) / Math.max(1, total))} %` : step,
    );
  }

  note(message: string): void {
    this.#line.note(message);
  }

  finish(): void {
    this.#line.finish();
  }
}
