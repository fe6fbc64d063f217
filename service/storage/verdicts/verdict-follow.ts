import { sql } from "drizzle-orm";
import type { FollowedPage, FollowOptions } from "../../judging/verdict-store.ts";
import { rowsOf, type Session } from "../database/database.ts";
import { cursorEncoder, decodeCursor, type Listing } from "./verdict-cursor.ts";
import { conditionsOf } from "./verdict-list.ts";
import { RECORD_COLUMNS, recordOf, type VerdictRow } from "./verdict-row.ts";

interface FollowedRow extends VerdictRow {
  readonly event: "verdict" | "review";
  readonly stream_position: string;
}

/**
 * Reads one page of settled records and changed reviews. Both have positions of one sequence, drawn under one lock, so
 * they are in the order of commits, and a cursor is one position.
 */
export async function followVerdicts(
  session: Session,
  { filter, limit, after }: FollowOptions,
): Promise<FollowedPage> {
  const listing: Listing = { filter: { ...filter, settled: true }, order: "asc" };
  const position = after === undefined ? "0" : decodeCursor(listing, after);
  const where = (column: string) =>
    sql.join([sql`${sql.raw(column)} > ${position}::bigint`, ...conditionsOf(filter)], sql` AND `);
  const rows = await rowsOf<FollowedRow>(
    session,
    sql`SELECT * FROM (
          (SELECT ${RECORD_COLUMNS}, 'verdict' AS event, verdicts.settled_position AS stream_position
           FROM gavel.verdicts WHERE ${where("verdicts.settled_position")}
           ORDER BY verdicts.settled_position LIMIT ${limit + 1})
          UNION ALL
          (SELECT ${RECORD_COLUMNS}, 'review' AS event, changes.position AS stream_position
           FROM gavel.review_changes changes JOIN gavel.verdicts ON verdicts.id = changes.verdict_id
           WHERE ${where("changes.position")} ORDER BY changes.position LIMIT ${limit + 1})
        ) AS followed ORDER BY stream_position LIMIT ${limit + 1}`,
  );
  const cursorOf = cursorEncoder(listing);
  const events = rows.slice(0, limit).map((row) => ({
    type: row.event,
    record: recordOf(row),
    cursor: cursorOf(String(row.stream_position)),
  }));
  return { events, nextCursor: events.at(-1)?.cursor ?? after ?? null, hasMore: rows.length > limit };
}
