/** How many items the mean remembers: the weight of each falls by this part with every later one. */
const MEMORY_ITEMS = 64;

/**
 * How fast a worker judges, by Little's law: slots over the mean time that an item takes one. So it is the rate
 * of a busy worker even where this one mostly waits, and it falls while an engine holds its items and returns none.
 */
export class ServiceRate {
  readonly #now: () => number;
  readonly #running = new Set<{ readonly since: number }>();
  #seconds = 0;
  #items = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** A place is taken. To be called with whether an item was judged in it when it is free again. */
  begin(): (judged: boolean) => void {
    const place = { since: this.#now() };
    this.#running.add(place);
    return (judged) => {
      this.#running.delete(place);
      if (!judged) return;
      const kept = 1 - 1 / MEMORY_ITEMS;
      this.#seconds = this.#seconds * kept + this.#ageOf(place);
      this.#items = this.#items * kept + 1;
    };
  }

  /** Items a second with so many slots taken. Null where nothing has been judged yet. */
  perSecond(slots: number): number | null {
    if (this.#items === 0 || this.#seconds === 0) return null;
    const mean = this.#seconds / this.#items;
    let overdue = 0;
    for (const place of this.#running) overdue += Math.max(0, this.#ageOf(place) - mean);
    return (slots * this.#items) / (this.#seconds + overdue);
  }

  #ageOf({ since }: { readonly since: number }): number {
    return (this.#now() - since) / 1000;
  }
}
