import { type SQL, sql } from "drizzle-orm";
import type { Evaluation } from "../../../schemas/evaluation.ts";
import { fromText } from "../database/json-text.ts";
import { columnList, pick, type RowOf } from "../database/columns.ts";
import { evaluations } from "./evaluation-tables.ts";

/** The rate of a running evaluation is measured over this time. */
const RATE_WINDOW_MS = 20_000;

const shownColumns = pick(evaluations, [
  "id",
  "status",
  "policy_id",
  "policy_version",
  "policy_sha256",
  "golden_set",
  "reasoning_effort",
  "repeats",
  "perturbation",
  "key_id",
  "items",
  "own_items",
  "created_at",
  "ended_at",
  "final",
]);

export interface EvaluationRow extends RowOf<typeof shownColumns> {
  readonly report?: Evaluation["report"];
  readonly running: number;
  readonly completed: number;
  readonly failed: number;
  /** Settled within the window of the rate. */
  readonly recent: number;
  /** When the first judgement began; null before. */
  readonly began_at: string | null;
}

/** Selects evaluations with the counts of those that are running. */
export function selectEvaluations(withReport: boolean): SQL {
  const since = new Date(Date.now() - RATE_WINDOW_MS).toISOString();
  return sql`SELECT ${columnList(shownColumns, "e")}, ${withReport ? sql`e.report,` : sql``} now.*
    FROM gavel.evaluations e
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE j.status = 'running')::int AS running,
             count(*) FILTER (WHERE j.status = 'completed')::int AS completed,
             count(*) FILTER (WHERE j.status = 'failed')::int AS failed,
             count(*) FILTER (WHERE j.settled_at > ${since}::timestamptz)::int AS recent,
             min(j.started_at) AS began_at
      FROM gavel.evaluation_judgements j WHERE j.evaluation_id = e.id AND e.ended_at IS NULL
    ) AS now`;
}

export function evaluationOf(row: EvaluationRow): Evaluation {
  const ended = row.ended_at !== null;
  const total = row.items * row.repeats;
  const completed = row.final?.completed ?? row.completed;
  const failed = row.final?.failed ?? row.failed;
  const left = total - completed - failed;
  const rate = rateOf(row, completed + failed);
  return {
    id: row.id,
    status: row.status,
    policy: { id: fromText(row.policy_id), version: row.policy_version, sha256: row.policy_sha256 },
    golden_set: row.golden_set,
    examples: row.own_items,
    reasoning_effort: row.reasoning_effort,
    repeats: row.repeats,
    perturbation: row.perturbation,
    key_id: fromText(row.key_id),
    items: row.items,
    judgements: {
      total,
      queued: row.status === "running" ? left - row.running : 0,
      running: row.status === "running" ? row.running : 0,
      completed,
      failed,
      cancelled: row.status === "cancelled" || row.status === "cancelling" ? left : 0,
    },
    judgements_per_second: rate === null ? null : Math.round(rate * 100) / 100,
    seconds_left: row.status === "running" ? secondsLeft(left, rate) : 0,
    models: row.final?.models ?? [],
    created_at: new Date(row.created_at).toISOString(),
    completed_at: ended ? new Date(row.ended_at).toISOString() : null,
    report: row.report ?? null,
  };
}

function rateOf(row: EvaluationRow, settled: number): number | null {
  if (row.ended_at !== null) {
    const seconds = (Date.parse(row.ended_at) - Date.parse(row.created_at)) / 1000;
    return seconds <= 0 ? null : settled / seconds;
  }
  if (row.began_at === null) return null;
  const seconds = Math.min(RATE_WINDOW_MS, Date.now() - new Date(row.began_at).getTime()) / 1000;
  return seconds < 1 ? null : row.recent / seconds;
}

function secondsLeft(judgements: number, rate: number | null): number | null {
  if (judgements === 0) return 0;
  return rate === null || rate === 0 ? null : Math.ceil(judgements / rate);
}
