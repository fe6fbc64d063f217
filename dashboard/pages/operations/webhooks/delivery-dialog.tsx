import { ActionError } from "../../../kit/action-error.tsx";
import { Button } from "../../../kit/button.tsx";
import { Definitions } from "../../../kit/definitions.tsx";
import { Dialog } from "../../../kit/dialog.tsx";
import { Id } from "../../../kit/id.tsx";
import { Time } from "../../../kit/time.tsx";
import { DeliveryStatus } from "./delivery-columns.tsx";
import { type Delivery, deliveryResult } from "./webhook.ts";

export interface DeliveryDialogProps {
  readonly delivery: Delivery;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onReplay: () => void;
  readonly onClose: () => void;
}

/** One event that is sent to an endpoint. */
export function DeliveryDialog({ delivery, busy, error, onReplay, onClose }: DeliveryDialogProps) {
  const { verdict_id: verdict, last_attempt_at: last, next_attempt_at: next } = delivery;
  return (
    <Dialog title={delivery.type} onClose={onClose}>
      <Definitions
        items={[
          ["Status", <DeliveryStatus key="status" status={delivery.status} />],
          ["Last response", deliveryResult(delivery)],
          ["Attempts", delivery.attempts],
          ["Last attempt", last === null ? null : <Time key="last" at={last} absolute />],
          ["Next attempt", next === null ? null : <Time key="next" at={next} absolute />],
          ["Recorded", <Time key="created" at={delivery.created_at} absolute />],
          [
            "Record",
            verdict === null ? null : (
              <a key="verdict" href={`/app/verdicts/${verdict}`}>
                {verdict}
              </a>
            ),
          ],
          ["webhook-id", <Id key="id" id={delivery.id} of="delivery" />],
        ]}
      />
      <ActionError error={error} />
      <div class="dialog-actions">
        <Button onClick={onClose}>Close</Button>
        <Button kind="primary" onClick={onReplay} disabled={busy}>
          Send again
        </Button>
      </div>
    </Dialog>
  );
}
