import { chooseServer, type ServerLoad, usableServers } from "./choose-server.ts";

/** What choosing must know of somebody in line. */
export interface WaitingKey {
  /** As its key prefers the servers. */
  readonly order: readonly number[];
  /** How many that came later went first. */
  readonly overtaken: number;
}

/** How far behind the head of the line one may stand and still be next. */
export const WINDOW = 16;
/** Nobody is overtaken more often than this. */
export const MAX_OVERTAKEN = 16;

/**
 * Who in line (oldest first) goes next, and where to; undefined if nobody can.
 *
 * A slot is free for anybody, but its server is warm for some keys only. Strictly by age, a full fleet would
 * hand each slot to whatever key comes next and every server would see every key. So the one in the window
 * whose server stands highest in its own order goes first; among equals the oldest.
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
