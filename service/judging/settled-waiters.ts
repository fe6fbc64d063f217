import { linkSignals } from "../../engine/waiting/link-signals.ts";
import { pause } from "../../engine/waiting/pause.ts";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import type { VerdictStore } from "./verdict-store.ts";

/** Notifications can be lost with their connection, so a waiter also reads its record at this interval. */
const POLL_INTERVAL_MS = 2000;

export function isSettled(record: Pick<VerdictRecord, "status">): boolean {
  return record.status !== "queued" && record.status !== "running";
}

/** Lets callers wait for items to settle, woken by the store's notifications. */
export class SettledWaiters {
  readonly #verdicts: Pick<VerdictStore, "get" | "onSettled">;
  readonly #wakers = new Map<string, Set<() => void>>();
  readonly #unsubscribe: () => void;

  constructor(verdicts: Pick<VerdictStore, "get" | "onSettled">) {
    this.#verdicts = verdicts;
    this.#unsubscribe = verdicts.onSettled((ids) => this.#wake(ids));
  }

  /**
   * Resolves with the records, in the order of `ids`, once all are settled, or in their current state when `waitMs` has
   * passed or `signal` aborts. Unknown ids are left out.
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
      // Registered before the record is read, so that an item that settles in between is not missed.
      const woken = linkSignals([signal]);
      const unregister = this.#register(id, woken.abort);
      try {
        const record = await this.#verdicts.get(id);
        if (record === null || isSettled(record)) return record;
        const leftMs = deadline - performance.now();
        if (signal?.aborted === true || leftMs <= 0) return record;
        await pause(Math.min(POLL_INTERVAL_MS, leftMs), woken.signal);
      } finally {
        unregister();
        woken.unlink();
      }
    }
  }

  #register(id: string, wake: () => void): () => void {
    const wakers = this.#wakers.get(id) ?? new Set();
    this.#wakers.set(id, wakers.add(wake));
    return () => {
      wakers.delete(wake);
      if (wakers.size === 0) this.#wakers.delete(id);
    };
  }

  /** If `ids` is empty, notifications may have been lost: every waiter reads its record. */
  #wake(ids: readonly string[]): void {
    const wakers = ids.length > 0 ? ids.map((id) => this.#wakers.get(id) ?? []) : [...this.#wakers.values()];
    for (const wake of wakers.flatMap((set) => [...set])) wake();
  }
}
