import { sql } from "drizzle-orm";
import type { Judgement } from "../../../evaluation/scored-item.ts";
import type { EvaluationEffort, RepeatedItem } from "../../evaluations/evaluation-store.ts";
import { type Database, rowsOf } from "../database/database.ts";
import { fromText } from "../database/json-text.ts";
import type { StoredLabels } from "./golden-labels.ts";

const PAGE = 500;

interface OutcomeRow {
  readonly position: number;
  readonly item_id: string;
  readonly expected: 0 | 1 | null;
  readonly labels: StoredLabels;
  readonly repeat: number | null;
  readonly status: string | null;
  readonly violation: 0 | 1 | null;
  readonly policy_category: string | null;
  readonly score: number | null;
  readonly code: string | null;
}

/** Reads the outcomes in pages, without content and verdicts: memory does not grow with the evaluation. */
export async function* readOutcomes(database: Database, id: string): AsyncGenerator<RepeatedItem> {
  const [evaluation] = await database.run((session) =>
    rowsOf<{ items: number; repeats: number }>(
      session,
      sql`SELECT items, repeats FROM gavel.evaluations WHERE id = ${id}::uuid`,
    ),
  );
  const { items = 0, repeats = 0 } = evaluation ?? {};
  for (let after = 0; after < items; after += PAGE) {
    const rows = await database.run((session) =>
      rowsOf<OutcomeRow>(
        session,
        sql`SELECT i.position, i.item_id, i.violation AS expected, i.labels, j.repeat, j.status, j.violation,
                   j.policy_category, j.score, j.error->>'code' AS code
            FROM gavel.evaluation_items i
            LEFT JOIN gavel.evaluation_judgements j ON j.evaluation_id = i.evaluation_id AND j.position = i.position
            WHERE i.evaluation_id = ${id}::uuid AND i.position > ${after}::int AND i.position <= ${after + PAGE}::int
            ORDER BY i.position, j.repeat`,
      ),
    );
    yield* itemsOf(rows, repeats);
  }
}

function* itemsOf(rows: readonly OutcomeRow[], repeats: number): Generator<RepeatedItem> {
  for (let start = 0, end = 0; start < rows.length; start = end) {
    const first = rows[start]!;
    while (rows[end]?.position === first.position) end += 1;
    const judgements: (Judgement | null)[] = Array.from({ length: repeats }, () => null);
    for (const row of rows.slice(start, end)) {
      if (row.repeat !== null) judgements[row.repeat - 1] = judgementOf(row);
    }
    const { policyCategory, tags } = first.labels;
    yield {
      truth: { id: fromText(first.item_id), violation: first.expected, policyCategory, tags },
      judgements,
    };
  }
}

function judgementOf(row: OutcomeRow): Judgement | null {
  if (row.status === "failed") return { status: "failed", error: row.code ?? "internal_error" };
  if (row.status !== "completed" || row.violation === null) return null;
  const policyCategory = row.policy_category === null ? null : fromText(row.policy_category);
  return { status: "completed", violation: row.violation, policyCategory, score: row.score };
}

interface EffortRow {
  readonly judgements: number;
  readonly prompt_tokens: number;
  readonly cached_tokens: number;
  readonly reasoning_tokens: number;
  readonly completion_tokens: number;
  readonly p50: number | null;
  readonly p95: number | null;
}

export async function readEffort(database: Database, id: string): Promise<EvaluationEffort> {
  const [row] = await database.run((session) =>
    rowsOf<EffortRow>(
      session,
      sql`SELECT count(*)::int AS judgements,
                 coalesce(sum((usage->>'prompt_tokens')::int), 0)::float8 AS prompt_tokens,
                 coalesce(sum((usage->>'cached_tokens')::int), 0)::float8 AS cached_tokens,
                 coalesce(sum((usage->>'reasoning_tokens')::int), 0)::float8 AS reasoning_tokens,
                 coalesce(sum((usage->>'completion_tokens')::int), 0)::float8 AS completion_tokens,
                 percentile_cont(0.5) WITHIN GROUP (ORDER BY engine_ms) AS p50,
                 percentile_cont(0.95) WITHIN GROUP (ORDER BY engine_ms) AS p95
          FROM gavel.evaluation_judgements WHERE evaluation_id = ${id}::uuid AND status = 'completed'`,
    ),
  );
  const { p50, p95, ...usage } = row ?? NO_EFFORT;
  return { usage, engine_ms: p50 === null || p95 === null ? null : { p50, p95 } };
}

const NO_EFFORT: EffortRow = {
  judgements: 0,
  prompt_tokens: 0,
  cached_tokens: 0,
  reasoning_tokens: 0,
  completion_tokens: 0,
  p50: null,
  p95: null,
};
