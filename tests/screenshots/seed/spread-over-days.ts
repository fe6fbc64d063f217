import { sql } from "drizzle-orm";
import { v7 } from "uuid";
import { columnList } from "../../../service/storage/database/columns.ts";
import { type Database, rowsOf } from "../../../service/storage/database/database.ts";
import {
  indexedColumns,
  type IndexedRow,
  indexSettled,
} from "../../../service/storage/search/index-settled.ts";

const DAY_MS = 86_400_000;
const DAYS = 14;
const RECORDS = 520;
/** On one of the days a sender repeats nearly the same text. */
const WAVE = { from: 11.4, days: 0.2, records: 60 };

interface Judged {
  readonly id: string;
  readonly policy_id: string;
  readonly violation: number | null;
}

/**
 * Replaces the records of a service that has judged a few texts by many: copies of them, spread over the past two weeks, more by day
 * than by night.
 */
export async function spreadOverDays(database: Database): Promise<void> {
  await database.transaction(async (session) => {
    for (const table of ["verdicts", "verdict_reasonings"]) {
      await rowsOf(
        session,
        sql.raw(`CREATE TEMP TABLE past_${table} ON COMMIT DROP AS SELECT * FROM gavel.${table}`),
      );
    }
    const judged = await rowsOf<Judged>(
      session,
      sql`SELECT id, policy_id, violation FROM past_verdicts ORDER BY id`,
    );
    for (const table of ["verdicts", "verdict_search", "verdict_counts", "verdict_stats"]) {
      await rowsOf(session, sql.raw(`TRUNCATE gavel.${table} CASCADE`));
    }
    const copies = JSON.stringify(planCopies(judged, Date.now() - DAY_MS / 24));
    const rows = await rowsOf<IndexedRow>(
      session,
      sql`INSERT INTO gavel.verdicts
          SELECT (json_populate_record(v, c)).* FROM json_array_elements(${copies}::json) c
          JOIN past_verdicts v ON v.id = (c ->> 'of')::uuid
          RETURNING ${columnList(indexedColumns)}, settled_position::text`,
    );
    await rowsOf(
      session,
      sql`INSERT INTO gavel.verdict_reasonings (verdict_id, reasoning, settled_at)
          SELECT (c ->> 'id')::uuid, r.reasoning, (c ->> 'settled_at')::timestamptz
          FROM json_array_elements(${copies}::json) c JOIN past_verdict_reasonings r ON r.verdict_id = (c ->> 'of')::uuid`,
    );
    for (const name of ["created", "settled"]) {
      await rowsOf(session, sql`SELECT setval(${`gavel.${name}_positions`}, ${RECORDS + WAVE.records})`);
    }
    await indexSettled(session, rows);
  });
}

/** Copies in the order of their times, which is that of their ids and positions. */
function planCopies(judged: readonly Judged[], end: number): readonly object[] {
  const spam = judged.filter(({ policy_id, violation }) => policy_id === "spam" && violation === 1);
  const regular = Array.from({ length: RECORDS }, (_, index) => ({
    day: byDay(((index + 0.5) / RECORDS) * DAYS),
    of: judged[(index * 13) % judged.length]!.id,
  }));
  const wave = Array.from({ length: WAVE.records }, (_, index) => ({
    day: WAVE.from + (WAVE.days * index) / WAVE.records,
    of: spam[index % 3]!.id,
  }));
  return [...regular, ...wave]
    .toSorted((one, other) => one.day - other.day)
    .map(({ day, of }, index) => {
      const settled = Math.round(end - (DAYS - day) * DAY_MS);
      const engine = 900 + ((index * 7919) % 2600);
      const waited = 30 + ((index * 6661) % 900);
      return {
        of,
        id: v7({ msecs: settled - engine - waited }),
        external_id: `post-${40_000 + index * 19}`,
        metadata: {
          source: index % 3 === 0 ? "comments" : "posts",
          author: `member-${100 + ((index * 53) % 397)}`,
        },
        created_at: new Date(settled - engine - waited).toISOString(),
        started_at: new Date(settled - engine).toISOString(),
        settled_at: new Date(settled).toISOString(),
        engine_ms: engine,
        created_position: index + 1,
        settled_position: index + 1,
      };
    });
}

/** Moves a time towards the middle of its day. */
function byDay(day: number): number {
  const start = Math.floor(day);
  const part = day - start;
  return start + part - 0.12 * Math.sin(2 * Math.PI * part);
}
