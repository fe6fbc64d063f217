import type { Policy } from "../../../../packages/client/src/client.ts";
import { client } from "../../../data/client.ts";
import { useAction } from "../../../data/use-action.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { showToast } from "../../../kit/toast-store.ts";

export interface ReleaseDialogProps {
  readonly policy: Policy;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function ArchiveDialog({ policy: { id }, onDone, onClose }: ReleaseDialogProps) {
  const archive = useAction(
    () => client.call("deletePolicy", { path: { policy_id: id } }),
    () => {
      showToast(`${id} is archived.`);
      onDone();
    },
  );
  return (
    <ConfirmDialog
      title={`Archive ${id}?`}
      action="Archive the policy"
      danger
      typed={id}
      disabled={archive.running}
      onConfirm={() => archive.run(undefined)}
      onClose={onClose}
    >
      <p>
        New items for this policy will be refused. Its versions and verdicts are kept. To restore it, save a
        version of it again.
      </p>
      <ActionError error={archive.error} />
    </ConfirmDialog>
  );
}
