import type { Capacity } from "./backlog-store.ts";

/** Handed over beyond what is being judged, so that no place is empty between two turns of the dispatcher. */
const LEAD_SECONDS = 0.25;
const LEAD_SHARE = 0.25;
const MIN_LEAD = 2;
/** While no worker has been heard of: enough for one to begin with. */
const WITHOUT_WORKERS = 32;

/** Items that the queue of jobs should hold, those being judged included. */
export function queueRoom({ slots, perSecond }: Capacity): number {
  if (slots === 0) return WITHOUT_WORKERS;
  return slots + Math.ceil(Math.max(MIN_LEAD, slots * LEAD_SHARE, (perSecond ?? 0) * LEAD_SECONDS));
}

/** Of the workers' slots those that batches may take. */
export function batchSlots({ slots }: Capacity, interactivePercent: number): number {
  if (slots === 0) return WITHOUT_WORKERS;
  if (interactivePercent === 0) return queueRoom({ slots, perSecond: null });
  return Math.max(1, slots - Math.max(1, Math.floor((slots * interactivePercent) / 100)));
}
