/**
 * What is known of one server. Times are milliseconds of the caller's clock.
 *
 *   up         takes requests
 *   ejected    takes none before `retryAt`; a probe then decides
 *   probation  its probe passed after an ejection: takes one request at a time until one succeeds
 */
export interface ServerHealth {
  readonly status: "up" | "ejected" | "probation";
  /** Requests that failed since one last succeeded. */
  readonly requestFailures: number;
  /** Probes that failed since a probe or a request last succeeded. */
  readonly probeFailures: number;
  /** All ejections ever. What a request saw of it when it began tells its failure from news about today's server. */
  readonly ejections: number;
  /** Ejections since a request last succeeded. */
  readonly streak: number;
  readonly retryAt: number;
}

const MAX_REQUEST_FAILURES = 3;
const MAX_PROBE_FAILURES = 2;
const FIRST_EJECTION_MS = 1_000;
const MAX_EJECTION_MS = 30_000;

/** Of a server that nobody has asked yet. */
export const UNPROVEN: ServerHealth = {
  status: "ejected",
  requestFailures: 0,
  probeFailures: 0,
  ejections: 0,
  streak: 0,
  retryAt: 0,
};

/** An answer is the best proof there is, whenever its request began. */
export function afterRequestOk(health: ServerHealth): ServerHealth {
  return { ...UNPROVEN, status: "up", ejections: health.ejections };
}

/** `begunAt`: the server's `ejections` when the request began. One request of many in flight ejects; the rest are history. */
export function afterRequestFailed(health: ServerHealth, begunAt: number, now: number): ServerHealth {
  if (begunAt !== health.ejections) return health;
  const requestFailures = health.requestFailures + 1;
  return health.status === "up" && requestFailures < MAX_REQUEST_FAILURES
    ? { ...health, requestFailures }
    : eject(health, now);
}

/** Nobody listens at the server's address: one such answer is enough. `begunAt` as with requests. */
export function afterRefusal(health: ServerHealth, begunAt: number, now: number): ServerHealth {
  return begunAt === health.ejections ? eject(health, now) : health;
}

/** Does not forget failed requests: a server may answer probes and nothing else. */
export function afterProbeOk(health: ServerHealth): ServerHealth {
  const returned = health.streak === 0 ? "up" : "probation";
  return { ...health, status: health.status === "ejected" ? returned : health.status, probeFailures: 0 };
}

/** `begunAt` as with requests. */
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
