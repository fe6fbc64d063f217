import { linkSignals } from "../../engine/waiting/link-signals.ts";
import { pause } from "../../engine/waiting/pause.ts";
import type { VerdictFilter } from "../judging/verdict-filter.ts";
import type { FollowedPage, VerdictStore } from "../judging/verdict-store.ts";

/** Records in memory at a time. */
const PAGE_SIZE = 50;
/** Minimum time between two listings, however many items settle meanwhile. */
const MIN_INTERVAL_MS = 100;
const FIRST_INTERVAL_MS = 250;
/** Settled items are announced; polling covers lost announcements. */
const MAX_INTERVAL_MS = 5000;

export interface SettledFeedOptions {
  readonly filter: VerdictFilter;
  /** Null: from the oldest stored record. */
  readonly after: string | null;
  /** Ends the feed. */
  readonly signal: AbortSignal;
  readonly heartbeatMs: number;
  /** Called when the store becomes unavailable, once until it is available again. The feed keeps retrying. */
  readonly onUnavailable: (error: unknown) => void;
}

/**
 * Yields settled records and changes of reviews page by page in the order of commits, each exactly once, until `signal`
 * aborts; null after `heartbeatMs` without records. Records are always read by position, so a lost announcement cannot
 * skip one. Never rejects.
 */
export async function* settledFeed(
  verdicts: Pick<VerdictStore, "follow" | "onSettled">,
  { filter, after: start, signal, heartbeatMs, onUnavailable }: SettledFeedOptions,
): AsyncGenerator<FollowedPage | null, void, void> {
  let after = start;
  let woken = linkSignals([signal]);
  const stopListening = verdicts.onSettled(() => woken.abort());
  let spokeAt = performance.now();
  let interval = FIRST_INTERVAL_MS;
  let inTrouble = false;
  try {
    while (!signal.aborted) {
      // Renewed before the listing, so that an item that settles after it ends the wait below.
      woken.unlink();
      woken = linkSignals([signal]);
      let page: FollowedPage | null = null;
      try {
        page = await verdicts.follow({
          filter,
          limit: PAGE_SIZE,
          ...(after === null ? {} : { after }),
        });
        inTrouble = false;
      } catch (error) {
        if (!inTrouble) onUnavailable(error);
        inTrouble = true;
      }
      if (signal.aborted) return;
      if (page !== null && page.events.length > 0) {
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
