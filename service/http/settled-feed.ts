import { linkSignals } from "../../engine/waiting/link-signals.ts";
import { pause } from "../../engine/waiting/pause.ts";
import type { VerdictFilter, VerdictListResult, VerdictStore } from "../judging/verdict-store.ts";

/** Records read, and held in memory, at a time. */
const PAGE_SIZE = 50;
/** Between two listings, however many items settle meanwhile. */
const MIN_INTERVAL_MS = 100;
const FIRST_INTERVAL_MS = 250;
/** Settled items are announced; looking without that covers an announcement that was lost. */
const MAX_INTERVAL_MS = 5000;

export interface SettledFeedOptions {
  readonly filter: VerdictFilter;
  /** Null: from the first record that is kept. */
  readonly after: string | null;
  /** Ends the feed. */
  readonly signal: AbortSignal;
  readonly heartbeatMs: number;
  /** The store does not answer. Called once until it answers again; the feed goes on trying. */
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Settled records in the order of settling, each once, page by page for ever; null where there has been
 * nothing for `heartbeatMs`. Whatever the store's announcements do, records come from listing by position,
 * so that none is left out. Never rejects.
 */
export async function* settledFeed(
  verdicts: Pick<VerdictStore, "list" | "onSettled">,
  { filter, after: start, signal, heartbeatMs, onTrouble }: SettledFeedOptions,
): AsyncGenerator<VerdictListResult | null, void, void> {
  let after = start;
  let woken = linkSignals([signal]);
  const stopListening = verdicts.onSettled(() => woken.abort());
  let spokeAt = performance.now();
  let interval = FIRST_INTERVAL_MS;
  let inTrouble = false;
  try {
    while (!signal.aborted) {
      // Renewed before listing, so that what settles after it wakes the wait that follows.
      woken.unlink();
      woken = linkSignals([signal]);
      let page: VerdictListResult | null = null;
      try {
        page = await verdicts.list({
          filter: { ...filter, settled: true },
          limit: PAGE_SIZE,
          order: "asc",
          ...(after === null ? {} : { after }),
        });
        inTrouble = false;
      } catch (error) {
        if (!inTrouble) onTrouble(error);
        inTrouble = true;
      }
      if (signal.aborted) return;
      if (page !== null && page.records.length > 0) {
        after = page.nextCursor;
        interval = FIRST_INTERVAL_MS;
        yield page;
        spokeAt = performance.now();
        if (page.hasMore) continue;
      } else if (performance.now() - spokeAt >= heartbeatMs) {
        yield null;
        spokeAt = performance.now();
      }
      await pause(MIN_INTERVAL_MS, signal);
      const untilHeartbeat = Math.max(0, spokeAt + heartbeatMs - performance.now());
      await pause(Math.min(interval, untilHeartbeat), woken.signal);
      interval = Math.min(2 * interval, MAX_INTERVAL_MS);
    }
  } finally {
    stopListening();
    woken.unlink();
  }
}
