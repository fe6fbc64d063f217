import { addSums, NO_SUMS, type StatsSums } from "../../../schemas/stats-sums.ts";
import { STATS_STEPS } from "../../judging/stats-period.ts";
import { pick, type RowOf } from "../database/columns.ts";
import { verdicts } from "../verdicts/verdict-tables.ts";

/** The columns from which sums are computed. */
export const summedColumns = pick(verdicts, [
  "policy_id",
  "status",
  "violation",
  "leader_id",
  "cached_from",
  "created_at",
  "started_at",
  "settled_at",
  "engine_ms",
  "usage",
]);

export type SummedRow = RowOf<typeof summedColumns>;

/** One row of gavel.verdict_stats. */
export interface StepSums extends StatsSums {
  readonly step_seconds: number;
  readonly start: string;
  readonly policy_id: string;
}

/** Sums by step and policy. */
export function sumsOf(rows: readonly SummedRow[]): readonly StepSums[] {
  const steps = new Map<string, StepSums>();
  for (const row of rows) {
    const one = sumsOfOne(row);
    for (const { seconds } of STATS_STEPS) {
      const start = startOf(row.settled_at, seconds);
      const key = `${seconds} ${start} ${row.policy_id}`;
      const sums = addSums(steps.get(key) ?? NO_SUMS, one);
      steps.set(key, { step_seconds: seconds, start, policy_id: row.policy_id, ...sums });
    }
  }
  return [...steps.values()];
}

/** A record that shares the judgement of another one costs nothing. */
function sumsOfOne(row: SummedRow): StatsSums {
  const isOwn = row.leader_id === null && row.cached_from === null;
  const isJudged = isOwn && row.engine_ms !== null;
  const wait =
    row.started_at === null ? 0 : Math.max(0, Date.parse(row.started_at) - Date.parse(row.created_at));
  const usage = isJudged ? row.usage : null;
  return {
    violation: Number(row.violation === 1),
    allowed: Number(row.violation === 0),
    failed: Number(row.status === "failed"),
    expired: Number(row.status === "expired"),
    reused: Number(row.status === "completed" && !isOwn),
    started: Number(row.started_at !== null),
    queued_ms: wait,
    max_queued_ms: wait,
    judged: Number(isJudged),
    engine_ms: isJudged ? (row.engine_ms ?? 0) : 0,
    prompt_tokens: usage?.prompt_tokens ?? 0,
    cached_tokens: usage?.cached_tokens ?? 0,
    reasoning_tokens: usage?.reasoning_tokens ?? 0,
    completion_tokens: usage?.completion_tokens ?? 0,
  };
}

function startOf(settledAt: string | null, seconds: number): string {
  const width = seconds * 1000;
  return new Date(Math.floor(Date.parse(settledAt ?? "") / width) * width).toISOString();
}
