import { sql } from "drizzle-orm";
import { columnList } from "../../service/storage/database/columns.ts";
import { type Database, rowsOf } from "../../service/storage/database/database.ts";
import { indexedColumns, type IndexedRow, indexSettled } from "../../service/storage/search/index-settled.ts";

export const FILL_POLICIES = 20;
export const FILL_DAYS = 90;
const BATCH = 5000;

/**
 * Stores settled records without judging anything: 20 policies (policy-1 has half of the records) with 10 categories each, 10 %
 * violations, 1 % failed, over the `days` before `end`. A rationale has 18 words of a vocabulary of 30,000, in which w1 is frequent
 * and w25000 rare. The metadata has a source (forum in half of them) and one of 10,000 users. 1 in 1,000 has a review.
 */
export async function fillVerdicts(
  database: Database,
  records: number,
  {
    end,
    days = FILL_DAYS,
    onProgress,
  }: { readonly end: Date; readonly days?: number; readonly onProgress?: (stored: number) => void },
): Promise<void> {
  for (let first = 1; first <= records; first += BATCH) {
    const last = Math.min(records, first + BATCH - 1);
    await database.transaction(async (session) => {
      const rows = await rowsOf<IndexedRow>(
        session,
        sql`INSERT INTO gavel.verdicts (
              id, status, policy_id, policy_version, policy_sha256, content, content_hmac, fingerprint, reasoning_effort,
              external_id, metadata, priority, attempts, verdict, score, checks, violation, error, engine_ms,
              created_at, started_at, settled_at, created_position, settled_position, key_id, rationale_kept, review_state)
            SELECT gen_random_uuid(), CASE WHEN failed THEN 'failed' ELSE 'completed' END, 'policy-' || policy, 1,
              repeat('0', 64), to_json(repeat(md5(i::text), 12)), repeat(md5(i::text), 2), repeat(md5(i::text), 2), 'low',
              'post-' || i, json_build_object('source', CASE WHEN i % 2 = 0 THEN 'forum' ELSE 'chat' END, 'user', users),
              'interactive', 1,
              CASE WHEN NOT failed THEN json_build_object(
                'violation', violation, 'policy_category', CASE WHEN violation = 1 THEN code END,
                'rule_ids', CASE WHEN violation = 1 THEN json_build_array(code || '.a') ELSE '[]'::json END,
                'confidence', CASE WHEN i % 20 = 0 THEN 'low' ELSE 'high' END, 'rationale', words) END,
              CASE WHEN NOT failed THEN score END, NULL, CASE WHEN NOT failed THEN violation END,
              CASE WHEN failed THEN '{"code":"engine_failed","title":"The engine failed","detail":null}'::json END,
              900, settled_at - interval '1 second', settled_at - interval '1 second', settled_at, i, i,
              'key-' || i % 7, NOT failed, CASE WHEN i % 1000 = 0 THEN 'needs_review' END
            FROM (
              SELECT i, i % 100 = 99 AS failed, (i % 10 = 0)::int AS violation, random() AS score,
                (random() * 9999)::int AS users, policy, 'P' || policy || '.' || (random() * 9)::int AS code,
                ${end.toISOString()}::timestamptz
                  - (${records}::int - i) * (interval '1 day' * ${days}::int / ${records}::int) AS settled_at,
                (SELECT string_agg('w' || (power(random(), 4) * 30000 + (i + n) * 0)::int, ' ') FROM generate_series(1, 18) AS n) AS words
              FROM (
                SELECT i, CASE WHEN random() < 0.5 THEN 1 ELSE 1 + (random() * ${FILL_POLICIES - 1})::int END AS policy
                FROM generate_series(${first}::int, ${last}::int) AS i
              ) AS chosen
            ) AS made
            RETURNING ${columnList(indexedColumns)}, settled_position::text`,
      );
      await indexSettled(session, rows);
    });
    onProgress?.(last);
  }
  await database.run(async (session) => {
    for (const name of ["created", "settled"]) {
      await rowsOf(session, sql`SELECT setval(${`gavel.${name}_positions`}, ${records})`);
    }
    await rowsOf(session, sql`VACUUM (ANALYZE) gavel.verdicts`);
    await rowsOf(session, sql`VACUUM (ANALYZE) gavel.verdict_search`);
    await rowsOf(session, sql`VACUUM (ANALYZE) gavel.verdict_counts`);
    await rowsOf(session, sql`VACUUM (ANALYZE) gavel.verdict_stats`);
  });
}
