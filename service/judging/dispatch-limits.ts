import type { Capacity } from "./backlog-store.ts";

/** Queued in addition to the items being judged, so that no slot is idle between two turns of the dispatcher. */
const LEAD_SECONDS = 0.25;
const LEAD_SHARE = 0.25;
const MIN_LEAD = 2;
/** While no worker is alive: enough for the first one to begin with. */
const WITHOUT_WORKERS = 32;

/** How many items the queue should hold, including those being judged. */
export function queueLimit({ slots, perSecond }: Capacity): number {
  if (slots === 0) return WITHOUT_WORKERS;
  return slots + Math.ceil(Math.max(MIN_LEAD, slots * LEAD_SHARE, (perSecond ?? 0) * LEAD_SECONDS));
}

/** How many of the workers' slots batches may use. */
export function batchLimit({ slots }: Capacity, interactivePercent: number): number {
  if (slots === 0) return WITHOUT_WORKERS;
  if (interactivePercent === 0) return queueLimit({ slots, perSecond: null });
  return Math.max(1, slots - Math.max(1, Math.floor((slots * interactivePercent) / 100)));
}
