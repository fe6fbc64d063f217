import { sql } from "drizzle-orm";
import type { Heartbeat, HeartbeatStore, Judge } from "../../health/heartbeat-store.ts";
import type { ProcessReport, ServiceProcess } from "../../../schemas/service-state.ts";
import { type Database, rowsOf } from "../database/database.ts";
import { toJson } from "../database/json-text.ts";

/** Processes write every second; one that has missed three counts as stopped. */
const FRESH_SECONDS = 3;
const FORGET_SECONDS = 3600;

/** Heartbeats in PostgreSQL or PGlite. Their times come from the database's clock. */
export class DatabaseHeartbeatStore implements HeartbeatStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  beat({ processId, judge, report }: Heartbeat): Promise<readonly Judge[]> {
    return this.#database.probe((session) =>
      rowsOf<{ readonly judges: boolean; readonly detail: string }>(
        session,
        sql`WITH gone AS (
              DELETE FROM gavel.processes WHERE seen_at < now() - make_interval(secs => ${FORGET_SECONDS})
            ), own AS (
              INSERT INTO gavel.processes (id, judges, detail, report, seen_at)
              VALUES (${processId}::uuid, ${judge?.judges ?? null}, ${judge?.detail ?? ""},
                      ${toJson(report)}::json, now())
              ON CONFLICT (id) DO UPDATE SET judges = excluded.judges, detail = excluded.detail,
                report = excluded.report, seen_at = excluded.seen_at
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

  async processes(
    limit: number,
  ): Promise<{ readonly processes: readonly ServiceProcess[]; readonly leftOut: number }> {
    const rows = await this.#database.run((session) =>
      rowsOf<ProcessRow>(
        session,
        sql`SELECT id, judges, detail, report, seen_at,
                   seen_at > now() - make_interval(secs => ${FRESH_SECONDS}) AS responds,
                   count(*) OVER ()::int AS total
            FROM gavel.processes WHERE seen_at > now() - make_interval(secs => ${FORGET_SECONDS})
            ORDER BY responds DESC, id LIMIT ${limit}`,
      ),
    );
    return { processes: rows.map(processOf), leftOut: (rows[0]?.total ?? 0) - rows.length };
  }
}

interface ProcessRow {
  readonly id: string;
  readonly judges: boolean | null;
  readonly detail: string;
  readonly report: ProcessReport;
  readonly seen_at: string;
  readonly responds: boolean;
  readonly total: number;
}

function processOf({ id, judges, detail, report, seen_at: seenAt, responds }: ProcessRow): ServiceProcess {
  return { id, seen_at: new Date(seenAt).toISOString(), responds, judges, detail, ...report };
}
