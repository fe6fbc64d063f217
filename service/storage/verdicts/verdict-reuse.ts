import { sql } from "drizzle-orm";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import type { NewItem } from "../../judging/verdict-store.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { columnList, inlineRows, pick, type RowOf } from "../database/columns.ts";
import { toJson } from "../database/json-text.ts";
import { lockPositions } from "../database/positions.ts";
import { openReviews } from "../reviews/review-open.ts";
import { type IndexedRow, indexSettled } from "../search/index-settled.ts";
import { acceptedColumns, acceptedValues, RECORD_COLUMNS, recordOf, type VerdictRow } from "./verdict-row.ts";
import { notifySettled } from "./verdict-settle.ts";
import { JUDGED, verdicts } from "./verdict-tables.ts";

/** A verdict that is served again costs no tokens. */
const NO_USAGE = { prompt_tokens: 0, cached_tokens: 0, reasoning_tokens: 0, completion_tokens: 0 };

/**
 * Settles each item immediately if an identical one was completed recently enough. Returns the records of these items
 * by id; the others must be judged.
 *
 * A copy is never an original itself (`reusable` is false), so requests do not extend the lifetime of a verdict.
 * Erasing takes the lock of settled positions too, so a verdict is not copied while it is being erased. The caller
 * holds the lock of created positions and no row of a verdict.
 */
export async function serveAgain(
  session: Session,
  items: readonly NewItem[],
): Promise<ReadonlyMap<string, VerdictRecord>> {
  const asking = items.filter(({ reuseSince }) => reuseSince !== null);
  // Checked without the lock first, because usually there is nothing to serve.
  if (asking.length === 0 || !(await hasOriginal(session, asking))) return new Map();
  await lockPositions(session, "settled");
  const rows = await insertCopies(session, asking);
  const ids = rows.map(({ id }) => id);
  await rowsOf(
    session,
    sql`INSERT INTO gavel.verdict_reasonings (verdict_id, reasoning, settled_at)
        SELECT v.id, r.reasoning, r.settled_at
        FROM gavel.verdicts v JOIN gavel.verdict_reasonings r ON r.verdict_id = v.cached_from
        WHERE v.id = ANY(${sql.param(ids)}::uuid[])`,
  );
  const reviews = await openReviews(session, rows);
  await indexSettled(session, rows);
  await notifySettled(session, ids);
  return new Map(rows.map((row) => [row.id, recordOf({ ...row, review: reviews.get(row.id) ?? null })]));
}

/** Uses the index verdicts_reusable. */
const IS_ORIGINAL = sql`o.fingerprint = asked.fingerprint AND o.settled_at >= asked.reuse_since
                        AND o.reusable AND o.rationale_kept`;

const lookupColumns = { fingerprint: verdicts.fingerprint, reuse_since: verdicts.settled_at };

function lookupOf({ fingerprint, reuseSince }: NewItem): RowOf<typeof lookupColumns> {
  return { fingerprint, reuse_since: reuseSince?.toISOString() ?? null };
}

async function hasOriginal(session: Session, items: readonly NewItem[]): Promise<boolean> {
  const asked = inlineRows("asked", lookupColumns, items.map(lookupOf));
  const [row] = await rowsOf<{ found: boolean }>(
    session,
    sql`SELECT EXISTS (SELECT FROM ${asked} JOIN gavel.verdicts o ON ${IS_ORIGINAL}) AS found`,
  );
  return row?.found === true;
}

const copiedColumns = pick(verdicts, [
  ...JUDGED.filter((name) => name !== "usage"),
  "violation",
  "review_need",
]);

type CopiedRow = VerdictRow & IndexedRow & RowOf<Pick<typeof copiedColumns, "violation" | "review_need">>;

/** Copies the youngest original of each item. */
function insertCopies(session: Session, items: readonly NewItem[]): Promise<readonly CopiedRow[]> {
  const rows = items.map((item) => ({ ...acceptedValues(item), ...lookupOf(item) }));
  return rowsOf(
    session,
    sql`INSERT INTO gavel.verdicts (
          status, created_position, settled_position, cached_from, usage, engine_ms, attempts, rationale_kept,
          started_at, settled_at, ${columnList(acceptedColumns)}, ${columnList(copiedColumns)})
        SELECT 'completed', nextval('gavel.created_positions'), nextval('gavel.settled_positions'), o.id,
          ${toJson(NO_USAGE)}::json, 0, 0, true, asked.created_at, ${new Date().toISOString()}::timestamptz,
          ${columnList(acceptedColumns, "asked")}, ${columnList(copiedColumns, "o")}
        FROM ${inlineRows("asked", { ...acceptedColumns, ...lookupColumns }, rows)}
        CROSS JOIN LATERAL (
          SELECT * FROM gavel.verdicts o WHERE ${IS_ORIGINAL} ORDER BY o.settled_at DESC LIMIT 1
        ) AS o
        RETURNING ${RECORD_COLUMNS}, violation, review_need, leader_id`,
  );
}

/** A verdict that reviewers found to be wrong is not served again, nor is the verdict of an identical item. */
export async function endReuse(session: Session, id: string): Promise<void> {
  await rowsOf(
    session,
    sql`UPDATE gavel.verdicts SET reusable = false
        WHERE reusable AND rationale_kept
          AND fingerprint = (SELECT fingerprint FROM gavel.verdicts WHERE id = ${id}::uuid)`,
  );
}
