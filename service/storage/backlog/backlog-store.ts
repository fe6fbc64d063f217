import { type SQL, sql } from "drizzle-orm";
import type {
  BacklogState,
  BacklogStore,
  Dispatched,
  DispatchLimits,
  KeyQueue,
  UnsettledGroup,
  WorkerStore,
} from "../../judging/backlog-store.ts";
import { fairOrder, type WaitingKey } from "../../judging/fair-order.ts";
import type { Priority } from "../../judging/verdict-store.ts";
import { tryLockUntilCommit } from "../database/advisory-locks.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { fromText } from "../database/json-text.ts";

/** The row of the pass that was served last. */
const VIRTUAL_TIME = "";

/** The backlog in PostgreSQL or PGlite: rows of verdicts with `in_backlog` set. */
export class DatabaseBacklogStore implements BacklogStore {
  readonly #database: Database;
  readonly #workers: Pick<WorkerStore, "capacity">;

  constructor(database: Database, workers: Pick<WorkerStore, "capacity">) {
    this.#database = database;
    this.#workers = workers;
  }

  async read(): Promise<BacklogState> {
    const groups = await this.#database.run((session) =>
      rowsOf<UnsettledGroup>(
        session,
        sql`SELECT key_id AS "keyId", priority, awaited, in_backlog AND status = 'queued' AS "inBacklog",
                   count(*)::int AS items
            FROM gavel.verdicts WHERE status IN ('queued', 'running') GROUP BY 1, 2, 3, 4`,
      ),
    );
    return { groups, capacity: await this.#workers.capacity() };
  }

  async keyQueues(): Promise<readonly KeyQueue[]> {
    const rows = await this.#database.run((session) =>
      rowsOf<Omit<KeyQueue, "oldestWaitingAt"> & { readonly oldest: string | null }>(
        session,
        sql`SELECT v.key_id AS "keyId", k.name, v.interactive, v.batch, v.running, v.oldest FROM (
              SELECT key_id, count(*) FILTER (WHERE status = 'running')::int AS running,
                     count(*) FILTER (WHERE status = 'queued' AND priority = 'interactive')::int AS interactive,
                     count(*) FILTER (WHERE status = 'queued' AND priority = 'batch')::int AS batch,
                     min(created_at) FILTER (WHERE status = 'queued') AS oldest
              FROM gavel.verdicts WHERE status IN ('queued', 'running') GROUP BY key_id
            ) AS v LEFT JOIN gavel.api_keys k ON k.id = v.key_id
            ORDER BY v.interactive + v.batch + v.running DESC, v.key_id`,
      ),
    );
    return rows.map(({ oldest, ...queue }) => ({
      ...queue,
      keyId: fromText(queue.keyId),
      name: queue.name === null ? null : fromText(queue.name),
      oldestWaitingAt: oldest === null ? null : new Date(oldest),
    }));
  }

  dispatch(room: DispatchLimits, weightOf: (keyId: string) => number): Promise<Dispatched | null> {
    return this.#database.transaction(async (session) => {
      // One process at a time decides whose turn it is.
      if (!(await tryLockUntilCommit(session, "dispatch"))) return null;
      const interactive = await takeTurns(session, "interactive", room.items, weightOf);
      const left = room.items - interactive.length;
      const batchRoom = left > 0 ? Math.min(left, room.batchItems - (await batchItems(session))) : 0;
      const batch = await takeTurns(session, "batch", batchRoom, weightOf);
      return {
        jobs: [
          ...interactive.map((id) => ({ id, priority: "interactive" as const })),
          ...batch.map((id) => ({ id, priority: "batch" as const })),
        ],
        hasMore: await hasBacklog(session),
      };
    });
  }

  countBatchInFlight(): Promise<number> {
    return this.#database.run(batchItems);
  }

  async returnToBacklog(ids: readonly string[]): Promise<void> {
    await this.#database.run((session) =>
      rowsOf(
        session,
        sql`UPDATE gavel.verdicts SET in_backlog = true
            WHERE id = ANY(${sql.param(ids)}::uuid[]) AND status = 'queued'`,
      ),
    );
  }
}

async function takeTurns(
  session: Session,
  priority: Priority,
  room: number,
  weightOf: (keyId: string) => number,
): Promise<readonly string[]> {
  if (room <= 0) return [];
  const keys = await waitingKeys(session, priority, room);
  if (keys.length === 0) return [];
  const turns = fairOrder(keys, await virtualTime(session, priority), weightOf, room);
  await keepPasses(session, priority, [...turns.passes, [VIRTUAL_TIME, turns.virtualTime]]);
  return markDispatched(session, turns.ids);
}

/** Finds keys by a loose index scan, and the first items of each, however many others are waiting. */
async function waitingKeys(
  session: Session,
  priority: Priority,
  room: number,
): Promise<readonly WaitingKey[]> {
  const waits = sql`v.in_backlog AND v.status = 'queued' AND v.priority = ${priority}`;
  const nextKey = (condition: SQL): SQL =>
    sql`SELECT v.key_id FROM gavel.verdicts v WHERE ${waits} ${condition} ORDER BY v.key_id LIMIT 1`;
  const rows = await rowsOf<{ key_id: string; pass: number | null; ids: string[] }>(
    session,
    sql`WITH RECURSIVE keys AS (
          (${nextKey(sql``)})
          UNION ALL
          SELECT (${nextKey(sql`AND v.key_id > k.key_id`)}) FROM keys k WHERE k.key_id IS NOT NULL
        )
        SELECT k.key_id, t.pass, ARRAY(
          SELECT coalesce(v.leader_id, v.id)::text FROM gavel.verdicts v
          WHERE ${waits} AND v.key_id = k.key_id
          ORDER BY v.awaited DESC, v.created_position LIMIT ${room}
        ) AS ids
        FROM keys k LEFT JOIN gavel.turns t ON t.priority = ${priority} AND t.key_id = k.key_id
        WHERE k.key_id IS NOT NULL`,
  );
  return rows.map(({ key_id: keyId, pass, ids }) => ({ keyId, pass, ids }));
}

async function virtualTime(session: Session, priority: Priority): Promise<number> {
  const [row] = await rowsOf<{ pass: number }>(
    session,
    sql`SELECT pass FROM gavel.turns WHERE priority = ${priority} AND key_id = ${VIRTUAL_TIME}`,
  );
  return row?.pass ?? 0;
}

/** A key whose pass is below the virtual time starts from that time when it returns, so its row is not needed. */
async function keepPasses(
  session: Session,
  priority: Priority,
  passes: readonly (readonly [keyId: string, pass: number])[],
): Promise<void> {
  await rowsOf(
    session,
    sql`INSERT INTO gavel.turns (priority, key_id, pass)
        SELECT ${priority}, kept.* FROM unnest(
          ${sql.param(passes.map(([keyId]) => keyId))}::text[], ${sql.param(passes.map(([, pass]) => pass))}::float8[]
        ) AS kept
        ON CONFLICT (priority, key_id) DO UPDATE SET pass = excluded.pass`,
  );
  const [, reached] = passes.at(-1) ?? ["", 0];
  await rowsOf(
    session,
    sql`DELETE FROM gavel.turns
        WHERE priority = ${priority} AND key_id <> ${VIRTUAL_TIME} AND pass <= ${reached}`,
  );
}

/**
 * Returns the items that were marked. An item that another transaction is changing is skipped: nothing here waits for
 * a lock. Followers leave the backlog with their leader, wherever they are in it.
 */
async function markDispatched(session: Session, ids: readonly string[]): Promise<readonly string[]> {
  const locked = await rowsOf<{ id: string }>(
    session,
    sql`SELECT id FROM gavel.verdicts WHERE id = ANY(${sql.param(ids)}::uuid[]) AND status = 'queued'
        ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`,
  );
  const mine = new Set(locked.map(({ id }) => id));
  const taken = ids.filter((id) => mine.has(id));
  await rowsOf(
    session,
    sql`UPDATE gavel.verdicts SET in_backlog = false WHERE id = ANY(${sql.param(taken)}::uuid[])`,
  );
  await rowsOf(
    session,
    sql`UPDATE gavel.verdicts SET in_backlog = false WHERE in_backlog AND id IN (
          SELECT id FROM gavel.verdicts
          WHERE leader_id = ANY(${sql.param(ids)}::uuid[]) AND leader_id IS NOT NULL
            AND status IN ('queued', 'running')
          ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)`,
  );
  return taken;
}

/** Batch items that workers have or take next. One that waits for a later attempt occupies no slot. */
async function batchItems(session: Session): Promise<number> {
  const [row] = await rowsOf<{ items: number }>(
    session,
    sql`SELECT count(*)::int AS items FROM gavel.verdicts
        WHERE priority = 'batch' AND NOT in_backlog AND leader_id IS NULL
          AND status IN ('queued', 'running') AND (status = 'running' OR attempts = 0)`,
  );
  return row?.items ?? 0;
}

async function hasBacklog(session: Session): Promise<boolean> {
  const rows = await rowsOf(
    session,
    sql`SELECT 1 FROM gavel.verdicts WHERE in_backlog AND status = 'queued' LIMIT 1`,
  );
  return rows.length > 0;
}
