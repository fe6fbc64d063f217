import { sql } from "drizzle-orm";
import type { Capacity, WorkerStore } from "../../judging/backlog-store.ts";
import { type Database, rowsOf } from "../database/database.ts";

/** A worker without a heartbeat for this long counts as stopped. */
const SILENCE_SECONDS = 10;

/** Heartbeats of workers in PostgreSQL or PGlite. */
export class DatabaseWorkerStore implements WorkerStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async beat(id: string, { slots, perSecond }: Capacity): Promise<void> {
    await this.#database.run((session) =>
      rowsOf(
        session,
        sql`INSERT INTO gavel.workers (id, slots, per_second, heard_at)
            VALUES (${id}::uuid, ${slots}::int, ${perSecond}::float8, now())
            ON CONFLICT (id) DO UPDATE SET
              slots = excluded.slots, per_second = excluded.per_second, heard_at = excluded.heard_at`,
      ),
    );
  }

  /** Also removes workers that stopped without removing themselves. */
  async leave(id: string): Promise<void> {
    await this.#database.run((session) =>
      rowsOf(
        session,
        sql`DELETE FROM gavel.workers
            WHERE id = ${id}::uuid OR heard_at < now() - make_interval(secs => ${SILENCE_SECONDS})`,
      ),
    );
  }

  /** Workers that have judged nothing yet count as fast as the others. */
  async capacity(): Promise<Capacity> {
    const [row] = await this.#database.run((session) =>
      rowsOf<{ slots: number; per_slot: number | null }>(
        session,
        sql`SELECT coalesce(sum(slots), 0)::int AS slots,
                   sum(per_second) / sum(slots) FILTER (WHERE per_second IS NOT NULL) AS per_slot
            FROM gavel.workers WHERE heard_at > now() - make_interval(secs => ${SILENCE_SECONDS})`,
      ),
    );
    const { slots = 0, per_slot: perSlot = null } = row ?? {};
    return { slots, perSecond: perSlot === null ? null : perSlot * slots };
  }
}
