const MAX_AGE_MS = 250;

/**
 * How many items are accepted and not settled, without counting rows on each request: the last count, at
 * most 250 ms old, plus what this process has accepted since.
 */
export class DepthGauge {
  readonly #count: () => Promise<number>;
  #counted = 0;
  #acceptedSince = 0;
  #countedAt = Number.NEGATIVE_INFINITY;
  #counting: Promise<void> | null = null;

  constructor(count: () => Promise<number>) {
    this.#count = count;
  }

  async depth(): Promise<number> {
    if (performance.now() - this.#countedAt > MAX_AGE_MS) await (this.#counting ??= this.#recount());
    return this.#counted + this.#acceptedSince;
  }

  accepted(items: number): void {
    this.#acceptedSince += items;
  }

  async #recount(): Promise<void> {
    try {
      this.#acceptedSince = 0;
      this.#counted = await this.#count();
      this.#countedAt = performance.now();
    } finally {
      this.#counting = null;
    }
  }
}
