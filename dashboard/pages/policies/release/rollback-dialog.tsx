import { useState } from "preact/hooks";
import { client } from "../../../data/client.ts";
import { useAction } from "../../../data/use-action.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { showToast } from "../../../kit/toast-store.ts";
import type { ReleaseDialogProps } from "./archive-dialog.tsx";
import { ReasonField } from "./reason-field.tsx";

export function RollbackDialog({ policy, onDone, onClose }: ReleaseDialogProps) {
  const [reason, setReason] = useState("");
  const rollback = useAction(
    async () => {
      const body = reason.trim() === "" ? {} : { reason: reason.trim() };
      return (await client.call("rollbackPolicy", { path: { policy_id: policy.id }, body })).data;
    },
    ({ active_version: active }) => {
      showToast(`New items are judged under version ${active} again.`);
      onDone();
    },
  );
  return (
    <ConfirmDialog
      title={`Roll back ${policy.id}?`}
      action="Roll back"
      disabled={rollback.running}
      onConfirm={() => rollback.run(undefined)}
      onClose={onClose}
    >
      <p>
        {`New items will be judged under the version that was active before version ${policy.active_version ?? ""}. `}
        The gate does not apply. Items that were accepted already keep their version.
      </p>
      <ReasonField value={reason} onChange={setReason} />
      <ActionError error={rollback.error} />
    </ConfirmDialog>
  );
}
