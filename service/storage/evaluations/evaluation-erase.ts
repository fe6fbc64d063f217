import { sql } from "drizzle-orm";
import { type Database, rowsOf, type Session } from "../database/database.ts";

/** Rows that one statement changes. The rest waits for the next sweep. */
const LIMIT = 5000;

/**
 * Erases what candidates wrote about a record, and ends judgements that still wait for its content. Their decisions in
 * codes stay, like that of the record.
 */
export async function eraseFromTrials(session: Session, verdictId: string): Promise<void> {
  await rowsOf(
    session,
    sql`UPDATE gavel.evaluation_judgements j SET
          verdict = NULL, reasoning = NULL, checks = NULL,
          model = (j.model::jsonb || '{"prompt_hmac": null}')::json,
          status = CASE WHEN j.status IN ('queued', 'running') THEN 'cancelled' ELSE j.status END,
          settled_at = coalesce(j.settled_at, ${new Date().toISOString()}::timestamptz)
        FROM gavel.evaluation_items i
        WHERE i.verdict_id = ${verdictId}::uuid AND j.evaluation_id = i.evaluation_id AND j.position = i.position`,
  );
}

/** See EvaluationStore.eraseTexts. The columns with the decision stay. */
export async function eraseTexts(
  database: Database,
  { rationaleBefore, reasoningBefore }: { readonly rationaleBefore: Date; readonly reasoningBefore: Date },
): Promise<number> {
  return database.run(async (session) => {
    const rationales = await eraseColumn(session, "verdict", rationaleBefore);
    return rationales + (await eraseColumn(session, "reasoning", reasoningBefore));
  });
}

async function eraseColumn(
  session: Session,
  column: "verdict" | "reasoning",
  settledBefore: Date,
): Promise<number> {
  const name = sql.raw(column);
  const rows = await rowsOf(
    session,
    sql`UPDATE gavel.evaluation_judgements SET ${name} = NULL
        WHERE id IN (
          SELECT id FROM gavel.evaluation_judgements
          WHERE ${name} IS NOT NULL AND settled_at < ${settledBefore.toISOString()}::timestamptz
          ORDER BY settled_at LIMIT ${LIMIT} FOR NO KEY UPDATE SKIP LOCKED)
        RETURNING id`,
  );
  return rows.length;
}
