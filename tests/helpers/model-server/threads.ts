/** The threads of an HTTP server that uses one for the whole of a request. */
export class Threads {
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  /** Runs `work` when fewer than `limit` others run. */
  async run(limit: number, work: () => Promise<void>): Promise<void> {
    if (this.#busy >= limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#busy += 1;
    try {
      await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#busy -= 1;
      else next();
    }
  }
}
