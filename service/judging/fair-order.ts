/** A key with items in the backlog. */
export interface WaitingKey {
  readonly keyId: string;
  /** Its start tag: grows as it is served. Null for a key that has not been served lately. */
  readonly pass: number | null;
  /** In the order of the key's own items. */
  readonly ids: readonly string[];
}

export interface Turns {
  /** Items to dispatch, in order. */
  readonly ids: readonly string[];
  /** The keys' passes after that. */
  readonly passes: ReadonlyMap<string, number>;
  /** The pass that was served last. */
  readonly virtualTime: number;
}

/**
 * Orders items between keys by start-time fair queueing (Goyal, Vin, Cheng 1996), with a cost of one per item. The key
 * with the smallest pass is next, and its pass grows by one over its weight. A key that was idle starts at the virtual
 * time, so that no key saves up turns, and none that was served alone for an hour is penalised for it.
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
    // Two keys may wait for the same item, which is one job.
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
