import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import type { VerdictStore } from "./verdict-store.ts";

/** Notifications can be lost with their connection, so a waiter also looks for itself now and then. */
const LOOK_INTERVAL_MS = 2000;

export function isSettled(record: Pick<VerdictRecord, "status">): boolean {
  return record.status !== "queued" && record.status !== "running";
}

/** Callers that wait for items to settle, woken by the store's notifications. */
export class SettledWaiters {
  readonly #verdicts: Pick<VerdictStore, "get" | "onSettled">;
  readonly #wakers = new Map<string, Set<() => void>>();
  readonly #unsubscribe: () => void;

  constructor(verdicts: Pick<VerdictStore, "get" | "onSettled">) {
    this.#verdicts = verdicts;
    this.#unsubscribe = verdicts.onSettled((ids) => this.#wake(ids));
  }

  /**
   * Resolves with the records, in the order of `ids`, once all are settled, or as they stand when `waitMs`
   * has passed or `signal` aborts. Ids that do not exist are left out.
   */
  async wait(
    ids: readonly string[],
    waitMs: number,
    signal?: AbortSignal,
  ): Promise<readonly VerdictRecord[]> {
    const deadline = performance.now() + waitMs;
    const found = await Promise.all(ids.map((id) => this.#waitForOne(id, deadline, signal)));
    return found.filter((record) => record !== null);
  }

  close(): void {
    this.#unsubscribe();
    this.#wake([]);
  }

  async #waitForOne(id: string, deadline: number, signal?: AbortSignal): Promise<VerdictRecord | null> {
    for (;;) {
      // Listening starts before looking, so that a settling in between is not missed.
      const woken = this.#listen(id, Math.min(LOOK_INTERVAL_MS, deadline - performance.now()), signal);
      try {
        const record = await this.#verdicts.get(id);
        if (record === null || isSettled(record)) return record;
        if (signal?.aborted === true || performance.now() >= deadline) return record;
        await woken.promise;
      } finally {
        woken.stop();
      }
    }
  }

  #listen(id: string, timeoutMs: number, signal?: AbortSignal): { promise: Promise<void>; stop: () => void } {
    let wake = (): void => {};
    const promise = new Promise<void>((resolve) => (wake = resolve));
    const wakers = this.#wakers.get(id) ?? new Set();
    this.#wakers.set(id, wakers.add(wake));
    const timer = setTimeout(wake, Math.max(0, timeoutMs));
    signal?.addEventListener("abort", wake, { once: true });
    return {
      promise,
      stop: () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", wake);
        wakers.delete(wake);
        if (wakers.size === 0) this.#wakers.delete(id);
      },
    };
  }

  /** No ids means: notifications may have been lost, look for yourselves. */
  #wake(ids: readonly string[]): void {
    const wakers = ids.length > 0 ? ids.map((id) => this.#wakers.get(id) ?? []) : [...this.#wakers.values()];
    for (const wake of wakers.flatMap((set) => [...set])) wake();
  }
}
