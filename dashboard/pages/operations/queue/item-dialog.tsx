import type { VerdictRecord } from "../../../../packages/client/src/client.ts";
import { Button } from "../../../kit/button.tsx";
import { Definitions } from "../../../kit/definitions.tsx";
import { Dialog } from "../../../kit/dialog.tsx";
import { Id } from "../../../kit/id.tsx";
import { OutcomeMark } from "../../../kit/outcome-mark.tsx";
import { outcomeOf } from "../../../kit/outcome.ts";
import { UntrustedText } from "../../../kit/plain-text.tsx";
import { Time } from "../../../kit/time.tsx";
import { explainOutcome } from "./explain-outcome.ts";
import { RetryLink } from "./retry-link.tsx";

export interface ItemDialogProps {
  readonly record: VerdictRecord;
  readonly onRetry?: () => void;
  readonly onClose: () => void;
}

/** Why an item has no verdict, and what to do. */
export function ItemDialog({ record, onRetry, onClose }: ItemDialogProps) {
  const { error, policy, external_id: externalId, retry_of: retryOf, retried_as: retriedAs } = record;
  const explained = error === null ? null : explainOutcome(error.code);
  return (
    <Dialog title={error?.title ?? "Not judged yet"} onClose={onClose}>
      <Definitions
        items={[
          ["Status", <OutcomeMark key="status" outcome={outcomeOf(record)} />],
          ["Code", error === null ? null : <code key="code">{error.code}</code>],
          ["Detail", error?.detail],
          ["Cause", explained?.cause],
          ["What to do", explained?.remedy],
          ["Policy", `${policy.id}, version ${policy.version}`],
          ["Attempts", record.attempts],
          ["Accepted", <Time key="created" at={record.created_at} absolute />],
          [
            "Ended",
            record.completed_at === null ? null : <Time key="ended" at={record.completed_at} absolute />,
          ],
          [
            "External id",
            externalId === null ? null : <UntrustedText key="external">{externalId}</UntrustedText>,
          ],
          ["Retry of", retryOf === null ? null : <Id key="retry" id={retryOf} of="verdict" />],
          [
            "Retried as",
            retriedAs === null ? null : <RetryLink key="retried" id={retriedAs} words={retriedAs} />,
          ],
          ["Verdict", <Id key="id" id={record.id} of="verdict" />],
        ]}
      />
      <div class="dialog-actions">
        <Button onClick={onClose}>Close</Button>
        <a class="button" href={`/app/verdicts/${record.id}`}>
          Open the record
        </a>
        {onRetry !== undefined && retriedAs === null && (
          <Button kind="primary" onClick={onRetry}>
            Retry
          </Button>
        )}
      </div>
    </Dialog>
  );
}
