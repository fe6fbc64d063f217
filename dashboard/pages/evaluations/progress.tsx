import type { Evaluation } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";
import { useCan } from "../../data/session.ts";
import { useAction } from "../../data/use-action.ts";
import { ActionError } from "../../kit/action-error.tsx";
import { Button } from "../../kit/button.tsx";
import { formatDuration } from "../../kit/format-time.ts";
import { formatCount } from "../../kit/percent.ts";

export interface ProgressProps {
  readonly evaluation: Evaluation;
  readonly onChanged: () => void;
}

/** The progress of an evaluation, with a button to cancel it. */
export function Progress({ evaluation, onChanged }: ProgressProps) {
  const { id, judgements, seconds_left: left, judgements_per_second: rate, status } = evaluation;
  const { total, completed, failed, cancelled } = judgements;
  const can = useCan();
  const cancel = useAction(
    () => client.call("cancelEvaluation", { path: { evaluation_id: id } }),
    () => onChanged(),
  );
  const done = completed + failed + cancelled;
  return (
    <div class="stack">
      <div class="row">
        <progress max={total} value={done} aria-label="Progress" />
        <span role="status">
          {`${formatCount(done)} of ${formatCount(total)} judgements`}
          {failed > 0 && `, ${formatCount(failed)} failed`}
        </span>
        <span class="muted">
          {rate !== null && `${rate.toFixed(1)} per second`}
          {left !== null && `, about ${formatDuration(left * 1000)} left`}
        </span>
        {can("evaluations:write") && status === "running" && (
          <Button disabled={cancel.running} onClick={() => cancel.run(undefined)}>
            Cancel the evaluation
          </Button>
        )}
      </div>
      <ActionError error={cancel.error} />
    </div>
  );
}
