import { sql } from "drizzle-orm";
import type { Sample } from "../../evaluations/trial-store.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { appendLive, isComparable, LIVE_COLUMNS, type LiveRow } from "./trial-items.ts";

const PAGE = 500;

interface SamplingRow {
  readonly policy_id: string;
  readonly policy_version: number;
  readonly share: number;
  readonly item_limit: number;
  readonly fed_position: string;
  readonly items: number;
}

/** See TrialStore.feed. The row of the trial is locked, so each verdict is considered once. */
export function feedTrial(
  database: Database,
  id: string,
  sample: Sample,
): Promise<{ readonly added: number; readonly more: boolean }> {
  return database.transaction(async (session) => {
    const trial = await lockTrial(session, id);
    if (trial === null) return { added: 0, more: false };
    const records = await nextRecords(session, trial);
    const comparable = records.filter((record) => isComparable(record, trial.policy_version));
    const sampled = comparable.filter((record) => sample({ id, share: trial.share }, record.id));
    const added = sampled.slice(0, trial.item_limit - trial.items);
    await appendLive(session, id, trial.items, added);
    const isFull = trial.items + added.length >= trial.item_limit;
    await keepPosition(session, id, {
      position: records.at(-1)?.settled_position ?? trial.fed_position,
      seen: comparable.length,
      sampling: !isFull,
    });
    return { added: added.length, more: records.length === PAGE && !isFull };
  });
}

/** Null if it no longer samples, or another process is feeding it. */
async function lockTrial(session: Session, id: string): Promise<SamplingRow | null> {
  const [row] = await rowsOf<SamplingRow>(
    session,
    sql`SELECT t.policy_id, e.policy_version, t.share, t.item_limit, t.fed_position::text AS fed_position, e.items
        FROM gavel.trials t JOIN gavel.evaluations e ON e.id = t.evaluation_id
        WHERE t.evaluation_id = ${id}::uuid AND t.sampling AND e.status = 'running'
        FOR NO KEY UPDATE SKIP LOCKED`,
  );
  return row ?? null;
}

/**
 * Positions become visible in their order (see positions.ts), so none is missed. `policy_id` is escaped in both tables.
 */
function nextRecords(session: Session, trial: SamplingRow): Promise<readonly LiveRow[]> {
  return rowsOf<LiveRow>(
    session,
    sql`SELECT ${LIVE_COLUMNS} FROM gavel.verdicts
        WHERE policy_id = ${trial.policy_id} AND settled_position > ${trial.fed_position}::bigint
        ORDER BY verdicts.settled_position LIMIT ${PAGE}`,
  );
}

async function keepPosition(
  session: Session,
  id: string,
  fed: { readonly position: string; readonly seen: number; readonly sampling: boolean },
): Promise<void> {
  await rowsOf(
    session,
    sql`UPDATE gavel.trials SET
          fed_position = ${fed.position}::bigint, seen = seen + ${fed.seen}::int, sampling = ${fed.sampling}::boolean
        WHERE evaluation_id = ${id}::uuid`,
  );
  if (fed.sampling) return;
  await rowsOf(session, sql`UPDATE gavel.evaluations SET open = false WHERE id = ${id}::uuid`);
}
