import { v7 as uuidv7 } from "uuid";
import type { HeartbeatStore, Judge } from "./heartbeat-store.ts";
import { Probe } from "./probe.ts";
import { type Check, type Readiness, workersCheck } from "./readiness.ts";

/** So long may what this process uses fail while a fresh attempt at the same thing works, before it gives itself up. */
const HOPELESS_MS = 60_000;

export interface VitalSignsDependencies {
  readonly heartbeats: HeartbeatStore;
  /** The way that requests go, pool and all. Rejects when it does not work. */
  readonly database: { ping(): Promise<void> };
  /** It runs inside this process, so nothing outside can bring it back. */
  readonly databaseIsEmbedded: boolean;
  /** Writes something small to the queue's store. Rejects when it is refused. */
  readonly queue: { ping(): Promise<void> };
  /** The engine of this process; null when workers judge. */
  readonly engine: (() => Check) | null;
}

/**
 * What this process knows of its own health, found out all the time and told at once. Ready: it can write to each
 * store, and somebody judges.
 */
export class VitalSigns {
  readonly #deps: VitalSignsDependencies;
  readonly #processId = uuidv7();
  readonly #heartbeat: Probe;
  readonly #database: Probe;
  readonly #queue: Probe;
  #workers: readonly Judge[] = [];

  constructor(deps: VitalSignsDependencies) {
    this.#deps = deps;
    this.#heartbeat = new Probe({ check: () => this.#beat() });
    this.#database = new Probe({ check: async () => works(await deps.database.ping()) });
    this.#queue = new Probe({ check: async () => works(await deps.queue.ping()) });
  }

  start(): void {
    for (const probe of [this.#heartbeat, this.#database, this.#queue]) probe.start();
  }

  readiness(): Readiness {
    const database = this.#heartbeat.state.ok ? this.#database.state : this.#heartbeat.state;
    const queue = this.#queue.state;
    const engine = this.#engineCheck(database);
    return { ready: engine.ok && queue.ok && database.ok, checks: { engine, queue, database } };
  }

  /**
   * False once this process cannot recover: its own database has failed for a minute, or the one that it shares takes
   * writes over a new connection and nothing over the ones that requests use.
   */
  canRecover(): boolean {
    if (this.#database.failingMs < HOPELESS_MS) return true;
    return !this.#deps.databaseIsEmbedded && this.#heartbeat.failingMs > 0;
  }

  async close(): Promise<void> {
    for (const probe of [this.#heartbeat, this.#database, this.#queue]) probe.close();
    await this.#deps.heartbeats.leave(this.#processId).catch(() => undefined);
  }

  async #beat(): Promise<Check> {
    const { heartbeats, engine } = this.#deps;
    this.#workers = await heartbeats.beat({
      processId: this.#processId,
      judge: engine === null ? null : judgeOf(engine(), this.#queue.state),
    });
    return { ok: true };
  }

  #engineCheck(database: Check): Check {
    const { engine } = this.#deps;
    if (engine !== null) return engine();
    if (!database.ok) return { ok: false, detail: "unknown: workers are heard of through the database" };
    return workersCheck(this.#workers);
  }
}

function works(_proof: void): Check {
  return { ok: true };
}

/** An engine that cannot be given items judges as little as none. */
function judgeOf(engine: Check, queue: Check): Judge {
  return queue.ok
    ? { judges: engine.ok, detail: engine.detail ?? "" }
    : { judges: false, detail: `the queue: ${queue.detail ?? "does not work"}` };
}
