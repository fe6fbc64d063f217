import { sql } from "drizzle-orm";
import type { Heartbeat, HeartbeatStore, Judge } from "../../health/heartbeat-store.ts";
import { type Database, rowsOf } from "../database/database.ts";

/** Processes write every second; one that has missed three counts as stopped. */
const FRESH_SECONDS = 3;
const FORGET_SECONDS = 3600;

/** Heartbeats in PostgreSQL or PGlite. Their times come from the database's clock. */
export class DatabaseHeartbeatStore implements HeartbeatStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  beat({ processId, judge }: Heartbeat): Promise<readonly Judge[]> {
    return this.#database.probe((session) =>
      rowsOf<{ readonly judges: boolean; readonly detail: string }>(
        session,
        sql`WITH gone AS (
              DELETE FROM gavel.processes WHERE seen_at < now() - make_interval(secs => ${FORGET_SECONDS})
            ), own AS (
              INSERT INTO gavel.processes (id, judges, detail, seen_at)
              VALUES (${processId}::uuid, ${judge?.judges ?? null}, ${judge?.detail ?? ""}, now())
              ON CONFLICT (id) DO UPDATE
              SET judges = excluded.judges, detail = excluded.detail, seen_at = excluded.seen_at
            )
            SELECT judges, detail FROM gavel.processes
            WHERE judges IS NOT NULL AND id <> ${processId}::uuid
              AND seen_at > now() - make_interval(secs => ${FRESH_SECONDS})`,
      ),
    );
  }

  async leave(processId: string): Promise<void> {
    await this.#database.probe((session) =>
      rowsOf(session, sql`DELETE FROM gavel.processes WHERE id = ${processId}::uuid`),
    );
  }
}
