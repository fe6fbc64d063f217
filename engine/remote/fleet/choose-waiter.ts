import { chooseServer, type ServerLoad, usableServers } from "./choose-server.ts";

/** A waiting request, as far as the choice depends on it. */
export interface WaitingKey {
  /** The servers in its key's order of preference. */
  readonly order: readonly number[];
  /** Number of later requests that were served first. */
  readonly overtaken: number;
}

/** Number of waiting requests, from the oldest, from which the next one is chosen. */
export const WINDOW = 16;
/** A request is overtaken at most this often. */
export const MAX_OVERTAKEN = 16;

/**
 * Chooses the next waiting request (`line` is oldest first) and its server; undefined if no slot is free.
 *
 * A free slot can serve any request, but the cache of its server is warm for some keys only. In strict order of
 * age, a full fleet would give each slot to the next key, whatever it is, and every server would get every key. So
 * the request in the window whose server is highest in its own order is next; among equals the oldest.
 */
export function chooseWaiter(
  line: readonly WaitingKey[],
  servers: readonly ServerLoad[],
): { readonly waiter: number; readonly server: number } | undefined {
  let best: { waiter: number; server: number; rank: number } | undefined;
  for (const [waiter, { order, overtaken }] of line.slice(0, WINDOW).entries()) {
    const server = chooseServer(order, servers);
    // Whether a slot is free does not depend on the key.
    if (server === undefined) return undefined;
    const rank = usableServers(order, servers).indexOf(server);
    if (best === undefined || rank < best.rank) best = { waiter, server, rank };
    if (rank === 0 || overtaken >= MAX_OVERTAKEN) break;
  }
  return best;
}
