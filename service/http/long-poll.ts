import { linkSignals } from "../../engine/waiting/link-signals.ts";
import { pause } from "../../engine/waiting/pause.ts";
import { selectsSettledOnly } from "../judging/verdict-filter.ts";
import type { VerdictListOptions, VerdictListResult, VerdictStore } from "../judging/verdict-store.ts";

/** Minimum time between two listings, however many items settle meanwhile. */
const MIN_INTERVAL_MS = 100;
const FIRST_INTERVAL_MS = 250;
/** New and started items are not announced, so a listing that includes them is repeated often. */
const MAX_INTERVAL_MS = 1000;
/** Settled items are announced; polling covers lost announcements. */
const MAX_SETTLED_INTERVAL_MS = 5000;

export interface LongPollOptions {
  readonly waitMs: number;
  /** Whether the listing has nothing new for the client. */
  readonly nothingNew: (result: VerdictListResult) => boolean;
  readonly signal: AbortSignal;
}

/** Repeats a listing until it has something new, `waitMs` has passed, or `signal` aborts. */
export async function listWhenNew(
  verdicts: Pick<VerdictStore, "list" | "onSettled">,
  options: VerdictListOptions,
  { waitMs, nothingNew, signal }: LongPollOptions,
): Promise<VerdictListResult> {
  if (waitMs === 0) return verdicts.list(options);
  const deadline = performance.now() + waitMs;
  const longest = selectsSettledOnly(options.filter) ? MAX_SETTLED_INTERVAL_MS : MAX_INTERVAL_MS;
  let settled = linkSignals([signal]);
  // Subscribes before the first listing, so that no announcement is missed.
  const stop = verdicts.onSettled(() => settled.abort());
  try {
    for (let interval = FIRST_INTERVAL_MS; ; interval = Math.min(2 * interval, longest)) {
      settled.unlink();
      settled = linkSignals([signal]);
      const result = await verdicts.list(options);
      const left = deadline - performance.now();
      if (!nothingNew(result) || left <= 0 || signal.aborted) return result;
      await pause(Math.min(MIN_INTERVAL_MS, left), signal);
      await pause(Math.min(interval, left), settled.signal);
    }
  } finally {
    stop();
    settled.unlink();
  }
}

/** Such a listing is ordered by settling and changes only when an item settles. */
