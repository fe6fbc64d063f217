import { useState } from "preact/hooks";
import type { VerdictRecord } from "../../../../packages/client/src/client.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { formatCount } from "../../../kit/format-number.ts";
import { showToast } from "../../../kit/toast-store.ts";
import { retryAll, type RetryOutcome } from "./retry-all.ts";

export interface RetryDialogProps {
  readonly records: readonly VerdictRecord[];
  readonly onClose: () => void;
  /** Some or all were retried. */
  readonly onDone: () => void;
}

/** Asks for confirmation before items are judged again; for several items their number must be typed. */
export function RetryDialog({ records, onClose, onDone }: RetryDialogProps) {
  const [done, setDone] = useState<number | null>(null);
  const [outcome, setOutcome] = useState<RetryOutcome | null>(null);
  const count = records.length;
  const confirm = (): void => {
    if (outcome !== null) return onClose();
    setDone(0);
    void retryAll(
      records.map(({ id }) => id),
      setDone,
    ).then((result) => {
      setDone(null);
      onDone();
      if (result.refused.length > 0) return setOutcome(result);
      showToast(`${formatCount(result.retried, "item is", "items are")} judged again.`);
      onClose();
    });
  };
  return (
    <ConfirmDialog
      title={`Retry ${formatCount(count, "item")}`}
      action={actionWords(outcome, done, count)}
      disabled={done !== null}
      {...(count > 1 && outcome === null ? { typed: `retry ${count}` } : {})}
      onConfirm={confirm}
      onClose={onClose}
    >
      {outcome === null ? (
        <p>
          The content is judged again under the same policy version, in a new record that names the old one.
          The old record is kept. An item whose content is no longer kept cannot be retried.
        </p>
      ) : (
        <div class="stack-tight" role="alert">
          <p>{`${outcome.retried} of ${formatCount(count, "item is", "items are")} judged again. The others are not:`}</p>
          <ul>
            {outcome.refused.map(({ reason, items }) => (
              <li key={reason}>{`${formatCount(items, "item")}: ${reason}`}</li>
            ))}
          </ul>
        </div>
      )}
    </ConfirmDialog>
  );
}

function actionWords(outcome: RetryOutcome | null, done: number | null, count: number): string {
  if (outcome !== null) return "Understood";
  return done === null ? "Retry" : `Retrying, ${done} of ${count}`;
}
