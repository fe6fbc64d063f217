import { sql } from "drizzle-orm";
import type { Outcome } from "../database/batcher.ts";
import { type Database, rowsOf } from "../database/database.ts";
import { lockPositions } from "../database/positions.ts";
import { expireRows, promoteFollowers } from "./verdict-erase.ts";
import { notifySettled } from "./verdict-settle.ts";

/** Expires items that no worker has started. Returns the promoted followers, which need jobs, with the first id. */
export async function abandonAll(
  database: Database,
  ids: readonly string[],
): Promise<readonly Outcome<readonly string[]>[]> {
  const promoted = await database.transaction(async (session) => {
    await lockPositions(session, "settled");
    const rows = await rowsOf<{ id: string }>(
      session,
      sql`SELECT id FROM gavel.verdicts WHERE id = ANY(${sql.param(ids)}::uuid[]) AND status = 'queued'
          ORDER BY id FOR NO KEY UPDATE`,
    );
    const queued = rows.map(({ id }) => id);
    if (queued.length === 0) return [];
    await expireRows(session, queued, null, "caller_left");
    const leaders = await promoteFollowers(session, queued);
    await notifySettled(session, queued);
    return leaders;
  });
  return ids.map((_, index) => ({ value: index === 0 ? promoted : [] }));
}
