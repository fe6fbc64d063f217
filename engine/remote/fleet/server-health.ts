/**
 * The health of one server. Times are milliseconds of the caller's clock.
 *
 *   up         gets requests
 *   ejected    gets none before `retryAt`; then a probe decides
 *   probation  its probe passed after an ejection: gets one request at a time until one succeeds
 */
export interface ServerHealth {
  readonly status: "up" | "ejected" | "probation";
  /** Failed requests since the last successful one. */
  readonly requestFailures: number;
  /** Failed probes since the last successful probe or request. */
  readonly probeFailures: number;
  /** Total number of ejections. If it has changed since a request began, the failure of that request is outdated. */
  readonly ejections: number;
  /** Ejections since the last successful request. */
  readonly streak: number;
  readonly retryAt: number;
}

const MAX_REQUEST_FAILURES = 3;
const MAX_PROBE_FAILURES = 2;
const FIRST_EJECTION_MS = 1_000;
const MAX_EJECTION_MS = 30_000;

/** The health of a server before its first probe. */
export const UNPROVEN: ServerHealth = {
  status: "ejected",
  requestFailures: 0,
  probeFailures: 0,
  ejections: 0,
  streak: 0,
  retryAt: 0,
};

/** A successful request proves that the server works, whenever it began. */
export function afterRequestOk(health: ServerHealth): ServerHealth {
  return { ...UNPROVEN, status: "up", ejections: health.ejections };
}

/** `begunAt`: `ejections` when the request began. Of many requests in flight, only the first failure ejects. */
export function afterRequestFailed(health: ServerHealth, begunAt: number, now: number): ServerHealth {
  if (begunAt !== health.ejections) return health;
  const requestFailures = health.requestFailures + 1;
  return health.status === "up" && requestFailures < MAX_REQUEST_FAILURES
    ? { ...health, requestFailures }
    : eject(health, now);
}

/** Ejects immediately: the address refuses connections. `begunAt` as for requests. */
export function afterRefusal(health: ServerHealth, begunAt: number, now: number): ServerHealth {
  return begunAt === health.ejections ? eject(health, now) : health;
}

/** Does not reset failed requests: a server may respond to probes only. */
export function afterProbeOk(health: ServerHealth): ServerHealth {
  const returned = health.streak === 0 ? "up" : "probation";
  return { ...health, status: health.status === "ejected" ? returned : health.status, probeFailures: 0 };
}

/** `begunAt` as for requests. */
export function afterProbeFailed(health: ServerHealth, begunAt: number, now: number): ServerHealth {
  if (begunAt !== health.ejections) return health;
  const probeFailures = health.probeFailures + 1;
  return health.status === "up" && probeFailures < MAX_PROBE_FAILURES
    ? { ...health, probeFailures }
    : eject(health, now);
}

function eject(health: ServerHealth, now: number): ServerHealth {
  return {
    status: "ejected",
    requestFailures: 0,
    probeFailures: 0,
    ejections: health.ejections + 1,
    streak: health.streak + 1,
    retryAt: now + Math.min(FIRST_EJECTION_MS * 2 ** health.streak, MAX_EJECTION_MS),
  };
}
