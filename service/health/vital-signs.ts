import { v7 as uuidv7 } from "uuid";
import type { ProcessReport } from "../../schemas/service-state.ts";
import type { HeartbeatStore, Judge } from "./heartbeat-store.ts";
import { Probe } from "./probe.ts";
import { type Check, type Readiness, workersCheck } from "./readiness.ts";

/** How long the process's own connections may fail before it counts as unrecoverable. */
const UNRECOVERABLE_MS = 60_000;

export interface VitalSignsDependencies {
  readonly heartbeats: Pick<HeartbeatStore, "beat" | "leave">;
  /** Uses the same connections as requests. Rejects if they do not work. */
  readonly database: { ping(): Promise<void> };
  /** The database runs inside this process, so no other process can restart it. */
  readonly databaseIsEmbedded: boolean;
  /** Writes a small value to the queue's store. Rejects if that fails. */
  readonly queue: { ping(): Promise<void> };
  /** The engine of this process; null if workers judge. */
  readonly engine: (() => Check) | null;
  /** The report of this process for operators. */
  readonly report: () => ProcessReport;
}

/**
 * Watches the health of this process, so that it is known at any time. It is ready if it can write to each store and a
 * process can judge.
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
   * False once this process cannot recover: its embedded database has failed for a minute, or a shared one accepts
   * writes over a new connection but not over the connections that requests use.
   */
  canRecover(): boolean {
    if (this.#database.failingMs < UNRECOVERABLE_MS) return true;
    return !this.#deps.databaseIsEmbedded && this.#heartbeat.failingMs > 0;
  }

  async close(): Promise<void> {
    for (const probe of [this.#heartbeat, this.#database, this.#queue]) probe.close();
    await this.#deps.heartbeats.leave(this.#processId).catch(() => undefined);
  }

  async #beat(): Promise<Check> {
    const { heartbeats, engine, report } = this.#deps;
    this.#workers = await heartbeats.beat({
      processId: this.#processId,
      report: report(),
      judge: engine === null ? null : judgeOf(engine(), this.#queue.state),
    });
    return { ok: true };
  }

  #engineCheck(database: Check): Check {
    const { engine } = this.#deps;
    if (engine !== null) return engine();
    if (!database.ok) return { ok: false, detail: "unknown: the workers' heartbeats are in the database" };
    return workersCheck(this.#workers);
  }
}

function works(_proof: void): Check {
  return { ok: true };
}

/** A process whose queue fails gets no items, so it cannot judge. */
function judgeOf(engine: Check, queue: Check): Judge {
  return queue.ok
    ? { judges: engine.ok, detail: engine.detail ?? "" }
    : { judges: false, detail: `queue: ${queue.detail ?? "does not work"}` };
}
