import { type EmbeddedSession, PglitePool } from "./pglite-pool.ts";
import { PostgresConnection } from "./postgres-connection.ts";

/**
 * BullMQ's PostgreSQL backend on the only session of PGlite, shared with the stores. BullMQ's statements name no
 * schema, so its schema becomes the session's search path; the stores' statements name theirs.
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
}
