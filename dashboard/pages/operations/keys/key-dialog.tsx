import { useState } from "preact/hooks";
import { client } from "../../../data/client.ts";
import { useSession } from "../../../data/session.ts";
import { useTask } from "../../../data/use-task.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { Button } from "../../../kit/button.tsx";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { Definitions } from "../../../kit/definitions.tsx";
import { Dialog } from "../../../kit/dialog.tsx";
import { Id } from "../../../kit/id.tsx";
import { UntrustedText } from "../../../kit/plain-text.tsx";
import { Time } from "../../../kit/time.tsx";
import { showToast } from "../../../kit/toast-store.ts";
import { LastUse } from "./key-columns.tsx";
import { KeySessions } from "./key-sessions.tsx";
import { limitWords } from "./limit-words.ts";
import type { KeyRow } from "./load-keys.ts";
import { SCOPE_WORDS } from "./scopes.ts";

export interface KeyDialogProps {
  readonly row: KeyRow;
  readonly onRevoked: () => void;
  readonly onClose: () => void;
}

/** What a key may do, and its revocation. */
export function KeyDialog({ row, onRevoked, onClose }: KeyDialogProps) {
  const { key } = useSession();
  const { busy, error, run } = useTask();
  const [asking, setAsking] = useState(false);
  const isOwn = key.id === row.id;
  const revoke = (): void =>
    run(async () => {
      await client.call("revokeKey", { path: { key_id: row.id } });
      showToast(`The key ${row.name} is revoked.`);
      onRevoked();
    });
  if (asking) {
    return (
      <ConfirmDialog
        title={`Revoke ${row.name}`}
        action="Revoke the key"
        danger
        typed="revoke"
        disabled={busy}
        onConfirm={revoke}
        onClose={onClose}
      >
        <p>
          Requests with it get 401 from now on, and sessions that it opened end. A revoked key stays revoked.
          {isOwn && <strong> It is the key that you are signed in with.</strong>}
        </p>
        <ActionError error={error} />
      </ConfirmDialog>
    );
  }
  return (
    <Dialog title={row.name} onClose={onClose}>
      <Definitions
        items={[
          ["Name", <UntrustedText key="name">{row.name}</UntrustedText>],
          ["Id", <Id key="id" id={row.id} of="key" />],
          ["Created", <Time key="created" at={row.created_at} absolute />],
          ["Last used", row.lastUsed === null ? "not recently" : <LastUse key="used" at={row.lastUsed} />],
          ["Revoked", row.revoked_at === null ? null : <Time key="revoked" at={row.revoked_at} absolute />],
          [
            "Activity",
            <a key="audit" href={`/app/operations/audit?actor=${encodeURIComponent(row.id)}`}>
              In the audit log
            </a>,
          ],
        ]}
      />
      <h3>Scopes</h3>
      <ul>
        {row.scopes.map((scope) => (
          <li key={scope}>
            <code>{scope}</code>: {SCOPE_WORDS[scope]}
          </li>
        ))}
      </ul>
      <h3>Limits</h3>
      <Definitions items={limitWords(row.limits)} />
      {row.revoked_at === null && (
        <>
          <h3>Open sessions</h3>
          <KeySessions keyId={row.id} />
        </>
      )}
      <div class="dialog-actions">
        <Button onClick={onClose}>Close</Button>
        {row.revoked_at === null && (
          <Button kind="danger" onClick={() => setAsking(true)}>
            Revoke
          </Button>
        )}
      </div>
    </Dialog>
  );
}
