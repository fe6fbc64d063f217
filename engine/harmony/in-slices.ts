import { setImmediate as yieldToEventLoop } from "node:timers/promises";

/** How long a computation may block the event loop before it yields. */
const SLICE_MS = 10;

/** Runs a computation to its end without yielding. */
export function finish<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Runs stepwise computations one after the other, and yields to the event loop between steps. */
export class Slices {
  readonly #now: () => number;
  #last: Promise<unknown> = Promise.resolve();
  #since = Number.NEGATIVE_INFINITY;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  run<T>(steps: Generator<undefined, T>): Promise<T> {
    const mine = this.#last.then(() => this.#run(steps));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #run<T>(steps: Generator<undefined, T>): Promise<T> {
    for (;;) {
      if (this.#now() - this.#since >= SLICE_MS) {
        await yieldToEventLoop();
        this.#since = this.#now();
      }
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }
}
