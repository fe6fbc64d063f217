/** With each later item, the weight of an item in the mean falls by 1/MEMORY_ITEMS. */
const MEMORY_ITEMS = 64;

/**
 * How fast a worker judges, by Little's law: slots over the mean time for which an item uses one. This is the rate of a
 * busy worker even while this one is mostly idle, and it falls while the engine hangs.
 */
export class ServiceRate {
  readonly #now: () => number;
  readonly #running = new Set<{ readonly since: number }>();
  #seconds = 0;
  #items = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** A slot is in use. The returned function must be called when it is free, with whether an item was judged. */
  begin(): (judged: boolean) => void {
    const slot = { since: this.#now() };
    this.#running.add(slot);
    return (judged) => {
      this.#running.delete(slot);
      if (!judged) return;
      const kept = 1 - 1 / MEMORY_ITEMS;
      this.#seconds = this.#seconds * kept + this.#ageOf(slot);
      this.#items = this.#items * kept + 1;
    };
  }

  /** Slots in use. */
  get busy(): number {
    return this.#running.size;
  }

  /** Items per second with this many slots in use. Null if nothing has been judged yet. */
  perSecond(slots: number): number | null {
    if (this.#items === 0 || this.#seconds === 0) return null;
    const mean = this.#seconds / this.#items;
    let overdue = 0;
    for (const slot of this.#running) overdue += Math.max(0, this.#ageOf(slot) - mean);
    return (slots * this.#items) / (this.#seconds + overdue);
  }

  #ageOf({ since }: { readonly since: number }): number {
    return (this.#now() - since) / 1000;
  }
}
