import type { BacklogState } from "./backlog-store.ts";

/** Of the time that a caller has, so much may be spent in the backlog by estimate: rates and shares change meanwhile. */
const USABLE_SHARE = 0.6;

/** Who asks, and with how much. */
export interface Arrival {
  readonly keyId: string;
  readonly items: number;
  readonly weightOf: (keyId: string) => number;
}

/**
 * Interactive items that are judged before the last of an arrival's: what the queue of jobs holds beyond those
 * being judged, the key's own, and of each other key what fair order serves meanwhile. Batches give way.
 */
export function itemsAhead({ groups, capacity }: BacklogState, { keyId, items, weightOf }: Arrival): number {
  const waiting = new Map<string, number>();
  let handedOver = 0;
  let own = 0;
  for (const group of groups) {
    if (!group.inBacklog) handedOver += group.items;
    else if (group.priority === "batch") continue;
    // Nobody waits for the key's other items, and they let these pass.
    else if (group.keyId === keyId) own += group.awaited ? group.items : 0;
    else waiting.set(group.keyId, (waiting.get(group.keyId) ?? 0) + group.items);
  }
  const ownTurns = own + items;
  let others = 0;
  for (const [other, count] of waiting) {
    others += Math.min(count, Math.ceil((ownTurns * weightOf(other)) / weightOf(keyId)));
  }
  return Math.max(0, handedOver - capacity.slots) + others + ownTurns - 1;
}

export interface WaitEstimate {
  /** Items that go before. */
  readonly ahead: number;
  /** From now to the verdict. */
  readonly seconds: number;
  /** 0 where a caller with so much time gets it in time; else in how many seconds that may be so. */
  readonly lateBySeconds: number;
}

/** Null where it cannot be told: no worker has judged anything yet. */
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
