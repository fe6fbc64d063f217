/** How many of a key's last waits are remembered, and for how long. */
const REMEMBERED = 32;
const MEMORY_MS = 60_000;
/** Fewer disconnects than these, in number or as a share of all waits, count as accidental. */
const MIN_DISCONNECTS = 4;
const MIN_SHARE = 0.25;

interface Wait {
  /** The caller disconnected before its items were settled. */
  readonly disconnected: boolean;
  readonly milliseconds: number;
  readonly endedAt: number;
}

/**
 * Learns after how long the callers of a key disconnect. A client may time out long before the wait that it requested,
 * or that the service applies by default; no caller waits for items that are judged after that.
 */
export class CallerTimeouts {
  readonly #waits = new Map<string, Wait[]>();
  /** Kept when callers no longer disconnect: they get verdicts in time because the timeout is known. */
  readonly #learned = new Map<string, { readonly milliseconds: number; readonly learnedAt: number }>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Records how long a caller waited. */
  record(keyId: string, wait: { readonly disconnected: boolean; readonly milliseconds: number }): void {
    const recent = [...this.#recent(keyId), { ...wait, endedAt: this.#now() }].slice(-REMEMBERED);
    this.#waits.set(keyId, recent);
    const disconnects = recent.filter((one) => one.disconnected).map(({ milliseconds }) => milliseconds);
    if (disconnects.length < MIN_DISCONNECTS || disconnects.length < MIN_SHARE * recent.length) return;
    const median = disconnects.toSorted((a, b) => a - b)[Math.floor(disconnects.length / 2)] ?? 0;
    this.#learned.set(keyId, { milliseconds: median, learnedAt: this.#now() });
  }

  /** Returns how long a caller that requests a wait of `waitMs` is likely to stay. */
  expected(keyId: string, waitMs: number): number {
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
