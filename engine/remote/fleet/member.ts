import type { ServerLoad } from "./choose-server.ts";
import { type InFlightLimit, UNLIMITED } from "./in-flight-limit.ts";
import { type ServerHealth, UNPROVEN } from "./server-health.ts";
import { Silence } from "./silence.ts";

/** One server of a fleet, with its state. */
export interface Member<S> extends ServerLoad {
  readonly server: S;
  health: ServerHealth;
  readonly silence: Silence;
  limit: InFlightLimit;
  /** One for each request in flight: aborted when the server is lost. */
  readonly held: Set<AbortController>;
  trials: number;
  /** Successful requests. */
  completed: number;
  timer: NodeJS.Timeout | undefined;
  probing: Promise<void> | undefined;
  /** Whether its last probe failed for a reason that waiting does not fix. */
  failsPermanently: boolean;
}

export function createMember<S>(
  server: S,
  capacityOf: (server: S) => number,
  receivedFrom: (server: S) => number,
): Member<S> {
  const member: Member<S> = {
    server,
    health: UNPROVEN,
    silence: new Silence(() => member.completed + receivedFrom(server)),
    get silent() {
      return this.silence.detected;
    },
    limit: UNLIMITED,
    held: new Set(),
    get inFlight() {
      return this.held.size;
    },
    get capacity() {
      return Math.min(capacityOf(server), this.limit.requests ?? Number.POSITIVE_INFINITY);
    },
    trials: 0,
    completed: 0,
    timer: undefined,
    probing: undefined,
    failsPermanently: false,
  };
  return member;
}
