import { sql } from "drizzle-orm";
import type { Content } from "../../../schemas/content.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import type { BuildItem, FedSlice, GoodLine } from "../../batches/batch-store.ts";
import type { Target } from "../../judging/create-item.ts";
import type { NewItem } from "../../judging/verdict-store.ts";
import { type Database, rowsOf, type Session } from "../database/database.ts";
import { fromText } from "../database/json-text.ts";
import { lockPositions } from "../database/positions.ts";
import { acceptItems } from "../verdicts/verdict-create.ts";
import type { batchLines } from "./batch-tables.ts";

/** Characters of lines in one transaction. A single line may have more. */
const MAX_SLICE_CHARACTERS = 2_000_000;

interface StagedRow extends Pick<typeof batchLines.$inferSelect, "line" | "external_id"> {
  readonly item: {
    readonly content: Content;
    readonly metadata: VerdictRecord["metadata"];
    readonly targets: readonly Target[];
  };
}

/**
 * Turns lines into items, and removes their content and external ids, in one transaction: a staged line has no item,
 * and a fed line has all of its items. The batch's row is locked, so each batch has one feeder at a time.
 */
export async function feedLines(
  database: Database,
  build: BuildItem,
  limit: number,
): Promise<FedSlice | null> {
  return database.transaction(async (session) => {
    // Keys take turns in the backlog, so the key with the fewest items there is fed first.
    const [batch] = await rowsOf<{ id: string; key_id: string }>(
      session,
      sql`SELECT b.id, b.key_id FROM gavel.batches b
          WHERE b.status = 'running' AND b.fed_lines < b.lines - b.bad_lines
          ORDER BY (SELECT count(*) FROM gavel.verdicts v
                    WHERE v.in_backlog AND v.status = 'queued' AND v.priority = 'batch' AND v.key_id = b.key_id),
                   b.fed_at NULLS FIRST, b.id
          LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED`,
    );
    if (batch === undefined) return null;
    const lines = await stagedLines(session, batch.id, limit);
    const keyId = fromText(batch.key_id);
    const fed = lines.map((line) => ({
      line,
      items: line.targets.map((target) => build(line, target, keyId)),
    }));
    const items = fed.flatMap((made) => made.items);
    await lockPositions(session, "created");
    const { served } = await acceptItems(session, items);
    await markFed(session, batch.id, fed);
    return { items: items.length - served.size };
  });
}

async function stagedLines(session: Session, batchId: string, limit: number): Promise<readonly GoodLine[]> {
  const rows = await rowsOf<StagedRow>(
    session,
    sql`SELECT line, external_id, item FROM (
          SELECT line, external_id, item,
                 row_number() OVER ahead AS nth,
                 sum(items) OVER ahead AS items, sum(characters) OVER ahead AS characters
          FROM (
            SELECT * FROM gavel.batch_lines WHERE batch_id = ${batchId}::uuid AND state = 'staged'
            ORDER BY line LIMIT ${limit}
          ) AS next
          WINDOW ahead AS (ORDER BY line)
        ) AS sized
        WHERE nth = 1 OR (items <= ${limit} AND characters <= ${MAX_SLICE_CHARACTERS})
        ORDER BY line`,
  );
  return rows.map(({ line, external_id: externalId, item }) => ({
    line,
    externalId: externalId === null ? null : fromText(externalId),
    ...item,
  }));
}

async function markFed(
  session: Session,
  batchId: string,
  fed: readonly { readonly line: GoodLine; readonly items: readonly NewItem[] }[],
): Promise<void> {
  const lines = fed.map(({ line }) => line.line);
  const ids = fed.map(({ items }) => `{${items.map(({ id }) => id).join(",")}}`);
  await rowsOf(
    session,
    sql`UPDATE gavel.batch_lines l SET state = 'fed', item = NULL, external_id = NULL, verdict_ids = f.ids::uuid[]
        FROM unnest(${sql.param(lines)}::int[], ${sql.param(ids)}::text[]) AS f (line, ids)
        WHERE l.batch_id = ${batchId}::uuid AND l.line = f.line`,
  );
  const now = sql`${new Date().toISOString()}::timestamptz`;
  await rowsOf(
    session,
    sql`UPDATE gavel.batches SET
          fed_lines = fed_lines + ${fed.length}::int,
          fed_at = ${now},
          earlier_mark_at = coalesce(earlier_mark_at, ${now}),
          earlier_mark_items = coalesce(earlier_mark_items, 0),
          latest_mark_at = coalesce(latest_mark_at, ${now}),
          latest_mark_items = coalesce(latest_mark_items, 0)
        WHERE id = ${batchId}::uuid`,
  );
}
