import type { ServerHealth } from "./server-health.ts";

/** The state of a server that the choice depends on. */
export interface ServerLoad {
  readonly health: Pick<ServerHealth, "status" | "retryAt">;
  /** It accepts probes and sends nothing: it may be frozen, and a request to it would wait until it times out. */
  readonly silent: boolean;
  /** Its requests in flight. */
  readonly inFlight: number;
  /** Its maximum number of requests in flight. */
  readonly capacity: number;
  /** Requests in flight that began after its last ejection. */
  readonly trials: number;
}

/**
 * A server gets at most LOAD_FACTOR times the mean number of requests, then a key moves to its next server:
 * consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam, SODA 2018).
 */
const LOAD_FACTOR = 1.25;
/**
 * Below this share of its capacity a server is not busy: it batches, and one more request costs less than a cold
 * prefix.
 */
const FREE_SHARE = 0.25;

/**
 * Chooses the server for a key with this `order` of preference; undefined if all usable servers are full.
 *
 * It is the first in order below the load bound; if there is none, the least busy one with a free slot.
 * If all are ejected, the one with the earliest retry gets one trial.
 */
export function chooseServer(order: readonly number[], servers: readonly ServerLoad[]): number | undefined {
  const usable = usableServers(order, servers);
  const free = usable.filter((index) => isFree(servers[index]!));
  const outstanding = usable.reduce((sum, index) => sum + servers[index]!.inFlight, 0);
  const bound = Math.ceil((LOAD_FACTOR * (outstanding + 1)) / usable.length);
  const unloaded = free.find((index) => {
    const { inFlight, capacity } = servers[index]!;
    return inFlight < Math.max(bound, Math.ceil(FREE_SHARE * capacity));
  });
  return unloaded ?? leastOf(free, (index) => servers[index]!.inFlight);
}

/**
 * The servers of `order` that may get requests, busy or not. Silent ones only if there are no others. If all are
 * ejected: the next one to try, unless all have a trial already.
 */
export function usableServers(order: readonly number[], servers: readonly ServerLoad[]): readonly number[] {
  const working = order.filter((index) => servers[index]!.health.status !== "ejected");
  const responding = working.filter((index) => !servers[index]!.silent);
  if (responding.length > 0) return responding;
  if (working.length > 0) return working;
  const untried = order.filter((index) => isFree(servers[index]!));
  const soonest = leastOf(untried, (index) => servers[index]!.health.retryAt);
  return soonest === undefined ? [] : [soonest];
}

function isFree({ health, inFlight, capacity, trials }: ServerLoad): boolean {
  return inFlight < capacity && (health.status === "up" || trials === 0);
}

/** The earliest one with the smallest value. */
function leastOf(indexes: readonly number[], valueOf: (index: number) => number): number | undefined {
  return indexes.reduce<number | undefined>(
    (least, index) => (least === undefined || valueOf(index) < valueOf(least) ? index : least),
    undefined,
  );
}
