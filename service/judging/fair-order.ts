/** A key with items in the backlog. */
export interface WaitingKey {
  readonly keyId: string;
  /** How far it has been served; null for a key that has not been seen lately. */
  readonly pass: number | null;
  /** In the order in which the key's own items take their turns. */
  readonly ids: readonly string[];
}

export interface Turns {
  /** Items to hand over, in order. */
  readonly ids: readonly string[];
  /** What the keys' passes are after that. */
  readonly passes: ReadonlyMap<string, number>;
  /** The pass that was served last. */
  readonly virtualTime: number;
}

/**
 * Whose turn it is: start-time fair queueing (Goyal, Vin, Cheng 1996) with a cost of one for each item. The key with the smallest pass is
 * next, and its pass grows by one over its weight. A key that comes anew starts at the virtual time, so that
 * nobody saves up turns, and nobody who was served alone for an hour pays for it.
 */
export function fairOrder(
  keys: readonly WaitingKey[],
  virtualTime: number,
  weightOf: (keyId: string) => number,
  room: number,
): Turns {
  const queues = keys.map(({ keyId, pass, ids }) => ({
    keyId,
    pass: Math.max(pass ?? 0, virtualTime),
    ids: [...ids].toReversed(),
  }));
  const chosen = new Set<string>();
  let served = virtualTime;
  while (chosen.size < room) {
    const waiting = queues.filter(({ ids }) => ids.length > 0);
    if (waiting.length === 0) break;
    const next = waiting.reduce((first, queue) => (queue.pass < first.pass ? queue : first));
    const id = next.ids.pop() ?? "";
    // An item that two keys wait for is one job.
    if (chosen.has(id)) continue;
    chosen.add(id);
    served = next.pass;
    next.pass += 1 / weightOf(next.keyId);
  }
  return {
    ids: [...chosen],
    passes: new Map(queues.map(({ keyId, pass }) => [keyId, pass])),
    virtualTime: served,
  };
}
