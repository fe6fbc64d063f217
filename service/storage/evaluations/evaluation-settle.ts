import { sql } from "drizzle-orm";
import type { Completion, Failure } from "../../judging/verdict-store.ts";
import type { Outcome } from "../database/batcher.ts";
import { assignments, inlineRows, pick, type RowOf } from "../database/columns.ts";
import { type Database, rowsOf } from "../database/database.ts";
import { toText } from "../database/json-text.ts";
import { JUDGED } from "../verdicts/verdict-tables.ts";
import { notifyJudgements } from "./evaluation-dispatch.ts";
import { evaluationJudgements } from "./evaluation-tables.ts";

export interface JudgementSettlement {
  readonly id: string;
  readonly completion: Completion | null;
  readonly error: Failure["error"] | null;
}

const outcomeColumns = pick(evaluationJudgements, [
  "status",
  ...JUDGED,
  "violation",
  "policy_category",
  "error",
  "reasoning",
  "engine_ms",
]);
const inputColumns = { id: evaluationJudgements.id, ...outcomeColumns };

/** Settles judgements. True for those that were not settled before; of several settlements the first counts. */
export async function settleJudgements(
  database: Database,
  settlements: readonly JudgementSettlement[],
): Promise<readonly Outcome<boolean>[]> {
  const first = [
    ...new Map(settlements.toReversed().map((settlement) => [settlement.id, settlement])).values(),
  ];
  const ids = first.map(({ id }) => id);
  const settled = await database.transaction(async (session) => {
    // Locked in the order of ids, so that two batches cannot deadlock.
    await rowsOf(
      session,
      sql`SELECT id FROM gavel.evaluation_judgements WHERE id = ANY(${sql.param(ids)}::uuid[])
          ORDER BY id FOR NO KEY UPDATE`,
    );
    const rows = await rowsOf<{ id: string }>(
      session,
      sql`UPDATE gavel.evaluation_judgements j SET
            ${assignments(outcomeColumns, "i")}, settled_at = ${new Date().toISOString()}::timestamptz
          FROM ${inlineRows("i", inputColumns, first.map(inputOf))}
          WHERE j.id = i.id AND j.status IN ('queued', 'running') RETURNING j.id`,
    );
    const settledIds = rows.map(({ id }) => id);
    await notifyJudgements(session, settledIds);
    return new Set(settledIds);
  });
  return settlements.map((settlement) => ({
    value: settled.has(settlement.id) && first.includes(settlement),
  }));
}

function inputOf({ id, completion, error }: JudgementSettlement): Partial<RowOf<typeof inputColumns>> {
  if (completion === null) return { id, status: "failed", error };
  const { verdict, reasoning, engineMs } = completion;
  const category = verdict["policy_category"];
  return {
    id,
    status: "completed",
    ...pick(completion, JUDGED),
    violation: verdict.violation,
    policy_category: typeof category === "string" ? toText(category) : null,
    error: null,
    reasoning,
    engine_ms: Math.round(engineMs),
  };
}
