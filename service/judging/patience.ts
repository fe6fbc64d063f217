/** Of a key's callers, so many of the last are remembered, and so long. */
const REMEMBERED = 32;
const MEMORY_MS = 60_000;
/** Fewer say nothing, and fewer of all than this part are accidents. */
const MIN_LEFT = 4;
const MIN_SHARE = 0.25;

interface Wait {
  readonly left: boolean;
  readonly milliseconds: number;
  readonly endedAt: number;
}

/**
 * How long the callers of a key really wait. A client may hang up long before the time that it asked for, or that
 * the service takes by default; items that wait until then are judged for nobody.
 */
export class Patience {
  readonly #waits = new Map<string, Wait[]>();
  /** Kept when callers stay again: they do because less is waiting. */
  readonly #learned = new Map<string, { readonly milliseconds: number; readonly learnedAt: number }>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** A caller has waited so long, and then got an answer or left without one. */
  ended(keyId: string, wait: { readonly left: boolean; readonly milliseconds: number }): void {
    const recent = [...this.#recent(keyId), { ...wait, endedAt: this.#now() }].slice(-REMEMBERED);
    this.#waits.set(keyId, recent);
    const left = recent.filter((one) => one.left).map(({ milliseconds }) => milliseconds);
    if (left.length < MIN_LEFT || left.length < MIN_SHARE * recent.length) return;
    const median = left.toSorted((a, b) => a - b)[Math.floor(left.length / 2)] ?? 0;
    this.#learned.set(keyId, { milliseconds: median, learnedAt: this.#now() });
  }

  /** Of the time that a caller asks for, what it is likely to wait. */
  of(keyId: string, waitMs: number): number {
    const learned = this.#learned.get(keyId);
    if (learned === undefined) return waitMs;
    if (learned.learnedAt + MEMORY_MS > this.#now()) return Math.min(waitMs, learned.milliseconds);
    this.#learned.delete(keyId);
    return waitMs;
  }

  #recent(keyId: string): readonly Wait[] {
    const waits = this.#waits.get(keyId);
    if (waits === undefined) return [];
    const since = this.#now() - MEMORY_MS;
    const recent = waits.filter(({ endedAt }) => endedAt > since);
    if (recent.length === 0) this.#waits.delete(keyId);
    return recent;
  }
}
