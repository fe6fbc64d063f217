import { sql } from "drizzle-orm";
import type { Evaluation } from "../../../schemas/evaluation.ts";
import { rowsOf, type Session } from "../database/database.ts";

/** What an ended evaluation keeps of its judgements. */
export interface FinalCounts extends Pick<Evaluation, "models"> {
  readonly completed: number;
  readonly failed: number;
}

export async function finalCounts(session: Session, id: string): Promise<FinalCounts> {
  const [counts] = await rowsOf<{ completed: number; failed: number }>(
    session,
    sql`SELECT count(*) FILTER (WHERE status = 'completed')::int AS completed,
               count(*) FILTER (WHERE status = 'failed')::int AS failed
        FROM gavel.evaluation_judgements WHERE evaluation_id = ${id}::uuid`,
  );
  const models = await rowsOf<Evaluation["models"][number]>(
    session,
    sql`SELECT DISTINCT model->>'name' AS name, model->>'engine' AS engine, model->>'engine_version' AS engine_version
        FROM gavel.evaluation_judgements WHERE evaluation_id = ${id}::uuid AND status = 'completed'
        ORDER BY 1, 2, 3`,
  );
  return { completed: counts?.completed ?? 0, failed: counts?.failed ?? 0, models: [...models] };
}
