const MAX_AGE_MS = 250;

/**
 * How many items are accepted and not settled, without counting rows on each request: the last count, at
 * most 250 ms old, plus what this process has accepted since, plus what it is about to accept.
 */
export class DepthGauge {
  readonly #count: () => Promise<number>;
  #counted = 0;
  #acceptedSince = 0;
  #reserved = 0;
  #countedAt = Number.NEGATIVE_INFINITY;
  #counting: Promise<void> | null = null;

  constructor(count: () => Promise<number>) {
    this.#count = count;
  }

  /**
   * Takes room for `items` where the depth then stays within `limit`. Answers null where it would not, else a
   * function that is told how many of them were accepted and gives the rest back.
   */
  async reserve(items: number, limit: number): Promise<((accepted: number) => void) | null> {
    if (performance.now() - this.#countedAt > MAX_AGE_MS) await (this.#counting ??= this.#recount());
    // From here to the reservation nothing is awaited: requests at the same time see each other's.
    if (this.#counted + this.#acceptedSince + this.#reserved + items > limit) return null;
    this.#reserved += items;
    return (accepted) => {
      this.#reserved -= items;
      this.#acceptedSince += accepted;
    };
  }

  /** What is accepted while rows are counted may count twice until the next time, and never not at all. */
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
