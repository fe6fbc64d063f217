import type { BacklogState } from "./backlog-store.ts";

/** The share of a caller's wait that the estimated time in the backlog may take: rates and shares change meanwhile. */
const USABLE_SHARE = 0.6;

/** The items of a new request. */
export interface Arrival {
  readonly keyId: string;
  readonly items: number;
  readonly weightOf: (keyId: string) => number;
}

/**
 * Counts the interactive items that are judged before the last item of an arrival: those that wait in the
 * queue, the key's own, and those of other keys that fair order serves meanwhile. Items of batches come after them.
 */
export function itemsAhead({ groups, capacity }: BacklogState, { keyId, items, weightOf }: Arrival): number {
  const waiting = new Map<string, number>();
  let inQueue = 0;
  let own = 0;
  for (const group of groups) {
    if (!group.inBacklog) inQueue += group.items;
    else if (group.priority === "batch") continue;
    // The key's items for which no caller waits come after these.
    else if (group.keyId === keyId) own += group.awaited ? group.items : 0;
    else waiting.set(group.keyId, (waiting.get(group.keyId) ?? 0) + group.items);
  }
  const ownTurns = own + items;
  let others = 0;
  for (const [other, count] of waiting) {
    others += Math.min(count, Math.ceil((ownTurns * weightOf(other)) / weightOf(keyId)));
  }
  return Math.max(0, inQueue - capacity.slots) + others + ownTurns - 1;
}

export interface WaitEstimate {
  /** Items that are judged first. */
  readonly ahead: number;
  /** From now to the verdict. */
  readonly seconds: number;
  /**
   * 0 if the verdict is in time for the caller; otherwise the seconds until a new request may get its verdict in time.
   */
  readonly lateBySeconds: number;
}

/** Null while the rate is unknown because no worker has judged anything yet. */
export function estimateWait(
  state: BacklogState,
  arrival: Arrival,
  waitSeconds: number,
): WaitEstimate | null {
  const { slots, perSecond } = state.capacity;
  if (perSecond === null || perSecond <= 0 || slots === 0) return null;
  const ahead = itemsAhead(state, arrival);
  const inBacklog = ahead / perSecond;
  const judging = slots / perSecond;
  const usable = Math.max(0, (waitSeconds - judging) * USABLE_SHARE);
  return { ahead, seconds: inBacklog + judging, lateBySeconds: Math.max(0, inBacklog - usable) };
}
