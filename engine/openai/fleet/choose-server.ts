import type { ServerHealth } from "./server-health.ts";

/** What choosing must know of a server. */
export interface ServerLoad {
  readonly health: Pick<ServerHealth, "status" | "retryAt">;
  /** Requests that it holds. */
  readonly inFlight: number;
  /** Those of them that began after its last ejection. */
  readonly trials: number;
}

/**
 * A server takes at most LOAD_FACTOR times the mean number of requests before a key moves on to its next server:
 * consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam, SODA 2018).
 */
const LOAD_FACTOR = 1.25;
/** Below this share of its limit a server is not busy: it batches, and one more request there costs less than a cold prefix. */
const FREE_SHARE = 0.25;

/**
 * The server for a key that prefers them in this `order`, or undefined where all that may be asked are full.
 *
 * The first in order that is below the load bound; where only the limits stop that, the least busy one.
 * If all are ejected, the one that is due soonest gets one trial: an empty set helps nobody.
 */
export function chooseServer(
  order: readonly number[],
  servers: readonly ServerLoad[],
  maxInFlight: number,
): number | undefined {
  const usable = usableServers(order, servers, maxInFlight);
  const free = usable.filter((index) => isFree(servers[index]!, maxInFlight));
  const outstanding = usable.reduce((sum, index) => sum + servers[index]!.inFlight, 0);
  const bound = Math.max(
    Math.ceil((LOAD_FACTOR * (outstanding + 1)) / usable.length),
    Math.ceil(FREE_SHARE * maxInFlight),
  );
  const unloaded = free.find((index) => servers[index]!.inFlight < bound);
  return unloaded ?? leastOf(free, (index) => servers[index]!.inFlight);
}

/** Those of `order` that may be asked at all, busy or not. If all are ejected: the one to try, if one has no trial yet. */
export function usableServers(
  order: readonly number[],
  servers: readonly ServerLoad[],
  maxInFlight: number,
): readonly number[] {
  const working = order.filter((index) => servers[index]!.health.status !== "ejected");
  if (working.length > 0) return working;
  const untried = order.filter((index) => isFree(servers[index]!, maxInFlight));
  const soonest = leastOf(untried, (index) => servers[index]!.health.retryAt);
  return soonest === undefined ? [] : [soonest];
}

function isFree({ health, inFlight, trials }: ServerLoad, maxInFlight: number): boolean {
  return inFlight < maxInFlight && (health.status === "up" || trials === 0);
}

/** The earliest one with the smallest value. */
function leastOf(indexes: readonly number[], valueOf: (index: number) => number): number | undefined {
  return indexes.reduce<number | undefined>(
    (least, index) => (least === undefined || valueOf(index) < valueOf(least) ? index : least),
    undefined,
  );
}
