/**
 * How many requests a server takes at a time where its slots share one context and fail together when that is
 * full: additive increase, multiplicative decrease (Chiu and Jain, 1989), as in TCP's congestion control.
 */
export interface InFlightLimit {
  /** Null until requests have overflowed: what the server says it takes. */
  readonly requests: number | null;
  /** Requests that succeeded since the limit last changed. */
  readonly successes: number;
  /** All decreases ever. What a request saw of it when it began tells the first overflow of a batch from the rest. */
  readonly decreases: number;
}

/** Each overflow costs as many requests as were in flight, so the limit is raised with care. */
const SUCCESSES_PER_INCREASE = 32;

export const UNLIMITED: InFlightLimit = { requests: null, successes: 0, decreases: 0 };

/** Half of what was in flight. `begunAt`: the server's `decreases` when the request began; one overflow fails many. */
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
