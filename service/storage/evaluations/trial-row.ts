import type { Evaluation } from "../../../schemas/evaluation.ts";
import type { Trial } from "../../../schemas/trial.ts";
import { evaluationOf, type EvaluationRow } from "./evaluation-row.ts";

export interface TrialRow {
  readonly evaluation_id: string;
  readonly purpose: Trial["kind"];
  readonly item_limit: number;
  readonly share: number | null;
  readonly seen: number;
}

const STATUS: Readonly<Record<Evaluation["status"], Trial["status"]>> = {
  running: "running",
  cancelling: "stopped",
  cancelled: "stopped",
  completed: "completed",
};

/** A trial without its report. */
export function trialOf(row: TrialRow, evaluationRow: EvaluationRow): Trial {
  const evaluation = evaluationOf(evaluationRow);
  const { id, policy, items, judgements, key_id, created_at, completed_at } = evaluation;
  const status = STATUS[evaluation.status];
  return {
    id,
    kind: row.purpose,
    status,
    policy: { ...policy, version: policy.version ?? 1 },
    share: row.share,
    limit: row.item_limit,
    seen: row.share === null ? items : row.seen,
    items,
    judged: judgements.completed,
    failed: judgements.failed,
    waiting: status === "running" ? items - judgements.completed - judgements.failed : 0,
    key_id,
    created_at,
    ended_at: completed_at,
    report: null,
  };
}
