import { setMaxListeners } from "node:events";
import { EngineError, EngineUnavailableError } from "../../errors.ts";
import { WINDOW } from "./choose-waiter.ts";
import { fleetHealth, type FleetHealth } from "./fleet-health.ts";
import { afterOverflow, afterSuccess } from "./in-flight-limit.ts";
import type { Lease, Outcome } from "./lease.ts";
import { createMember, type Member } from "./member.ts";
import { probeWithinLimit } from "./probe-within-limit.ts";
import { rendezvousOrder } from "./rendezvous-order.ts";
import {
  afterProbeFailed,
  afterProbeOk,
  afterRefusal,
  afterRequestFailed,
  afterRequestOk,
  type ServerHealth,
} from "./server-health.ts";
import { WaitingLine } from "./waiting-line.ts";

export interface FleetOptions<S> {
  /** Maximum number of concurrent requests of a server, as far as it is known. Read for each decision. */
  readonly capacityOf: (server: S) => number;
  /** Bytes received from the server so far; without it, only complete responses show that it is working. */
  readonly receivedFrom?: (server: S) => number;
  /** Resolves if the server works; rejects if it does not, or when `signal` is aborted. */
  readonly probe: (server: S, signal: AbortSignal) => Promise<void>;
  /** Whether a probe's error means that the address refuses connections. */
  readonly isRefusal: (error: Error) => boolean;
  /** Time between probes of a server without a successful request. */
  readonly probeIntervalMs?: number;
  /** Called when the last working server is lost. */
  readonly onDown?: () => void;
  /** Called when the first server works again after that. */
  readonly onRecovered?: () => void;
  /** A monotonic clock, in milliseconds. */
  readonly now?: () => number;
}

/** For reports. `retryInMs` is set while a server is ejected. */
export interface ServerReport<S> {
  readonly server: S;
  readonly status: ServerHealth["status"];
  readonly inFlight: number;
  readonly ejections: number;
  readonly retryInMs: number | null;
}

const DEFAULT_PROBE_INTERVAL_MS = 1_000;

/**
 * Several servers of one model, used as one.
 *
 * Sends equal keys to the same server unless that overloads it, respects the limit of each server, and sends
 * nothing to a failed server until it works again. The decisions are the pure functions in this folder.
 */
export class Fleet<S extends { readonly url: string }> {
  readonly #options: FleetOptions<S>;
  readonly #members: readonly Member<S>[];
  readonly #urls: readonly string[];
  readonly #line = new WaitingLine<S>();
  readonly #closed = new AbortController();
  readonly #now: () => number;
  #starting: Promise<void> | undefined;
  #settleStart: ((error?: Error) => void) | undefined;
  /** Undefined until a server has worked for the first time. */
  #isDown: boolean | undefined;

  /** Throws RangeError if there is no server, or if two have the same URL. */
  constructor(servers: readonly S[], options: FleetOptions<S>) {
    this.#urls = servers.map(({ url }) => url);
    if (servers.length === 0) throw new RangeError("a fleet needs a server");
    if (new Set(this.#urls).size < servers.length) throw new RangeError("two servers have the same url");
    this.#options = options;
    // Each probe adds a listener; Node warns of a leak above ten.
    setMaxListeners(servers.length, this.#closed.signal);
    this.#now = options.now ?? (() => performance.now());
    const { capacityOf, receivedFrom = () => 0 } = options;
    this.#members = servers.map((server) => createMember(server, capacityOf, receivedFrom));
  }

  /**
   * Probes all servers, and continues until `close`. Resolves when one works; rejects with the last
   * probe's error if all fail with an EngineError that is not retryable, and when the fleet is closed.
   */
  start(): Promise<void> {
    this.#starting ??= new Promise((resolve, reject) => {
      this.#settleStart = (error) => (error === undefined ? resolve() : reject(error));
      if (this.#closed.signal.aborted) this.#settleStart(closedError());
      else this.#members.forEach((member) => this.#startProbe(member));
    });
    return this.#starting;
  }

  /**
   * Acquires a slot on a server, as early in the key's order as load and health allow. Waits while all servers
   * are full. Rejects with EngineAbortedError when `signal` is aborted, EngineUnavailableError on closing.
   */
  acquire(affinityKey: string, signal: AbortSignal): Promise<Lease<S>> {
    if (this.#closed.signal.aborted) return Promise.reject(closedError());
    const lease = this.#line.join(rendezvousOrder(affinityKey, this.#urls), signal);
    this.#serveLine();
    return lease;
  }

  /** Useful number of concurrent requests: the slots of all servers and, with several, a line to choose from. */
  get maxConcurrency(): number {
    const slots = this.#members.reduce((sum, { capacity }) => sum + capacity, 0);
    return this.#members.length === 1 ? slots : slots + WINDOW;
  }

  health(): FleetHealth {
    return fleetHealth(this.#members, this.#isDown);
  }

  servers(): readonly ServerReport<S>[] {
    const now = this.#now();
    return this.#members.map(({ server, health, inFlight }) => ({
      server,
      status: health.status,
      inFlight,
      ejections: health.ejections,
      retryInMs: health.status === "ejected" ? Math.max(0, health.retryAt - now) : null,
    }));
  }

  /** Rejects waiting requests and ends the probes. Slots that are in use stay valid. Idempotent. */
  async close(): Promise<void> {
    this.#closed.abort();
    for (const { timer } of this.#members) clearTimeout(timer);
    this.#line.refuse(closedError());
    this.#settleStart?.(closedError());
    for (const { probing } of this.#members) await probing;
  }

  #serveLine(): void {
    this.#line.serve(this.#members, (member) => this.#lease(member));
  }

  #lease(member: Member<S>): Lease<S> {
    const { ejections } = member.health;
    const { decreases } = member.limit;
    const loss = new AbortController();
    member.held.add(loss);
    member.trials += 1;
    return {
      server: member.server,
      lost: loss.signal,
      release: (outcome) => {
        const { inFlight } = member;
        if (!member.held.delete(loss)) return;
        if (ejections === member.health.ejections) member.trials -= 1;
        this.#settle(member, outcome, { ejections, decreases, inFlight });
      },
    };
  }

  #settle(
    member: Member<S>,
    outcome: Outcome,
    begunAt: { readonly ejections: number; readonly decreases: number; readonly inFlight: number },
  ): void {
    switch (outcome) {
      case "ok":
        member.completed += 1;
        member.limit = afterSuccess(member.limit);
        return this.#update(member, afterRequestOk(member.health));
      case "failed":
        return this.#update(member, afterRequestFailed(member.health, begunAt.ejections, this.#now()));
      case "refused":
        return this.#refused(member, begunAt.ejections);
      case "overflowed":
        member.limit = afterOverflow(member.limit, begunAt.decreases, begunAt.inFlight);
        return this.#serveLine();
      case "aborted":
        return this.#serveLine();
    }
  }

  /** Handles a refused connection: the server will not complete the requests that it holds. */
  #refused(member: Member<S>, begunAt: number): void {
    const refused = afterRefusal(member.health, begunAt, this.#now());
    const ejected = refused !== member.health;
    this.#update(member, refused);
    if (ejected) for (const loss of member.held) loss.abort();
  }

  #update(member: Member<S>, health: ServerHealth): void {
    if (health.ejections > member.health.ejections) member.trials = 0;
    member.health = health;
    const down = this.#members.every((each) => each.health.status === "ejected");
    if (this.#isDown === undefined ? !down : down !== this.#isDown) {
      const first = this.#isDown === undefined;
      this.#isDown = down;
      if (first) this.#settleStart?.();
      else if (down) this.#options.onDown?.();
      else this.#options.onRecovered?.();
    }
    this.#scheduleProbe(member);
    this.#serveLine();
  }

  /** A successful request counts as a probe: a busy server is not probed. */
  #scheduleProbe(member: Member<S>): void {
    clearTimeout(member.timer);
    if (this.#closed.signal.aborted || this.#starting === undefined || member.probing !== undefined) return;
    const { status, retryAt } = member.health;
    const delay =
      status === "ejected"
        ? Math.max(0, retryAt - this.#now())
        : (this.#options.probeIntervalMs ?? DEFAULT_PROBE_INTERVAL_MS);
    member.timer = setTimeout(() => this.#startProbe(member), delay);
  }

  #startProbe(member: Member<S>): void {
    member.probing = this.#probe(member).finally(() => {
      member.probing = undefined;
      this.#scheduleProbe(member);
    });
  }

  async #probe(member: Member<S>): Promise<void> {
    const { completed, health } = member;
    const endWatch = member.silence.watch();
    const error = await probeWithinLimit(this.#options.probe, member.server, this.#closed.signal);
    endWatch();
    if (this.#closed.signal.aborted) return;
    if (error === undefined) {
      member.silence.end();
      if (health.ejections === member.health.ejections) this.#update(member, afterProbeOk(member.health));
      return;
    }
    if (this.#options.isRefusal(error)) this.#refused(member, health.ejections);
    else if (completed !== member.completed) return;
    else this.#update(member, afterProbeFailed(member.health, health.ejections, this.#now()));
    member.failsPermanently = error instanceof EngineError && !error.retryable;
    if (this.#members.every(({ failsPermanently }) => failsPermanently)) this.#settleStart?.(error);
  }
}

function closedError(): EngineUnavailableError {
  return new EngineUnavailableError("The engine is closed.");
}
