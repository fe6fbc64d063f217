import { useState } from "preact/hooks";
import type { PolicyVersion } from "../../../../packages/client/src/client.ts";
import { client } from "../../../data/client.ts";
import { useAction } from "../../../data/use-action.ts";
import { useResource } from "../../../data/use-resource.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { Loaded } from "../../../kit/loaded.tsx";
import { showToast } from "../../../kit/toast-store.ts";
import type { ReleaseDialogProps } from "./archive-dialog.tsx";
import { GateResult } from "./gate-result.tsx";
import { ReasonField } from "./reason-field.tsx";

export interface ActivateDialogProps extends Omit<ReleaseDialogProps, "policy"> {
  readonly policy: Pick<ReleaseDialogProps["policy"], "id">;
  readonly version: Pick<PolicyVersion, "version">;
}

/**
 * Shows the result of the gate before a version is activated. If the gate is closed, a reason and a typed word are
 * needed.
 */
export function ActivateDialog({
  policy: { id },
  version: { version },
  onDone,
  onClose,
}: ActivateDialogProps) {
  const [reason, setReason] = useState("");
  const path = { policy_id: id, version };
  const gate = useResource(
    async (signal) => (await client.call("getVersionGate", { path, signal })).data,
    [id, version],
  );
  const force = gate.data !== undefined && !gate.data.open;
  const activate = useAction(
    async () => {
      const why = reason.trim() === "" ? {} : { reason: reason.trim() };
      const body = { version, ...(force ? { force: true } : {}), ...why };
      return client.call("activatePolicy", { path: { policy_id: id }, body });
    },
    () => {
      showToast(`New items of ${id} are judged under version ${version}.`);
      onDone();
    },
  );
  return (
    <ConfirmDialog
      title={`Activate version ${version} of ${id}?`}
      action={force ? `Activate version ${version} anyway` : `Activate version ${version}`}
      danger={force}
      {...(force ? { typed: `${id}@${version}` } : {})}
      disabled={gate.data === undefined || activate.running || (force && reason.trim() === "")}
      onConfirm={() => activate.run(undefined)}
      onClose={onClose}
    >
      <Loaded resource={gate} scope="policies:read" what="the result of the gate">
        {({ reasons, active_version: active }) => (
          <>
            <p>
              {active === null
                ? "No version is active now. New items will be judged under this one."
                : `New items will be judged under it instead of version ${active}. Items that were accepted already keep their version.`}
            </p>
            <GateResult reasons={reasons} />
          </>
        )}
      </Loaded>
      <ReasonField value={reason} onChange={setReason} required={force} />
      <ActionError error={activate.error} />
    </ConfirmDialog>
  );
}
