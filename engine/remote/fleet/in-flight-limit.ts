/**
 * The limit of concurrent requests of a server whose slots share one context and fail together when it is
 * full: additive increase, multiplicative decrease (Chiu and Jain, 1989), as in TCP's congestion control.
 */
export interface InFlightLimit {
  /** Null until requests have overflowed: the limit of the server applies. */
  readonly requests: number | null;
  /** Requests that succeeded since the limit last changed. */
  readonly successes: number;
  /**
   * Total number of decreases. Compared with its value when a request began, it identifies the first overflow of a
   * batch.
   */
  readonly decreases: number;
}

/** Each overflow fails all requests in flight, so the limit is raised slowly. */
const SUCCESSES_PER_INCREASE = 32;

export const UNLIMITED: InFlightLimit = { requests: null, successes: 0, decreases: 0 };

/** Halves the limit once per overflow, which fails many requests. `begunAt`: `decreases` when the request began. */
export function afterOverflow(limit: InFlightLimit, begunAt: number, inFlight: number): InFlightLimit {
  if (begunAt !== limit.decreases) return limit;
  return {
    requests: Math.max(1, Math.floor(inFlight / 2)),
    successes: 0,
    decreases: limit.decreases + 1,
  };
}

export function afterSuccess(limit: InFlightLimit): InFlightLimit {
  if (limit.requests === null) return limit;
  const successes = limit.successes + 1;
  return successes < SUCCESSES_PER_INCREASE
    ? { ...limit, successes }
    : { ...limit, requests: limit.requests + 1, successes: 0 };
}
