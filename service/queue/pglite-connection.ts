import type { Processor, Queue, Worker, WorkerOptions } from "bullmq";
import { type EmbeddedSession, PglitePool } from "./pglite-pool.ts";
import { PostgresConnection } from "./postgres-connection.ts";

/** Workers by session and queue: they are all in this process, and share a connection that has no name. */
const workersOf = new WeakMap<EmbeddedSession, Map<string, number>>();

/**
 * BullMQ's PostgreSQL backend on the one session of PGlite, shared with the stores. BullMQ's statements name
 * no schema, so its schema becomes the session's search path; every statement of the stores names theirs.
 */
export class PgliteConnection extends PostgresConnection {
  readonly #session: EmbeddedSession;

  constructor(session: EmbeddedSession) {
    super(new PglitePool(session));
    this.#session = session;
  }

  override async start(): Promise<void> {
    await super.start();
    await this.#session.exec("SET search_path TO bullmq");
  }

  override createWorker(
    name: string,
    processor: Processor,
    options: Omit<WorkerOptions, "connection">,
  ): Worker {
    const worker = super.createWorker(name, processor, options);
    this.#countWorkers(name, 1);
    worker.once("closed", () => this.#countWorkers(name, -1));
    return worker;
  }

  override async workers(queue: Queue): Promise<number> {
    return workersOf.get(this.#session)?.get(queue.name) ?? 0;
  }

  #countWorkers(name: string, change: 1 | -1): void {
    const counts = workersOf.get(this.#session) ?? new Map<string, number>();
    workersOf.set(this.#session, counts.set(name, (counts.get(name) ?? 0) + change));
  }
}
