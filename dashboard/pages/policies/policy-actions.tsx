import { useState } from "preact/hooks";
import type { Activation, Policy, PolicyVersion } from "../../../packages/client/src/client.ts";
import { useCan } from "../../data/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { useLocation } from "preact-iso/router";
import { Button } from "../../kit/button.tsx";
import { KeyHint } from "../../kit/key-hint.tsx";
import { policyUrls } from "./policy-urls.ts";
import { ActivateDialog } from "./release/activate-dialog.tsx";
import { ArchiveDialog } from "./release/archive-dialog.tsx";
import { RollbackDialog } from "./release/rollback-dialog.tsx";

export interface PolicyActionsProps {
  readonly policy: Policy;
  readonly version: PolicyVersion;
  readonly activations: readonly Activation[];
  readonly onChanged: () => void;
}

type Open = "activate" | "rollback" | "archive" | null;

/** The actions on a version that the session's key allows. */
export function PolicyActions({ policy, version, activations, onChanged }: PolicyActionsProps) {
  const can = useCan();
  const { route } = useLocation();
  const [open, setOpen] = useState<Open>(null);
  const edit = policyUrls.editFrom(policy.id, version.version);
  const mayWrite = can("policies:write");
  const mayActivate = mayWrite && !policy.archived && !version.active;
  const mayRollBack = mayWrite && !policy.archived && activations[0]?.from_version != null;
  useKeys([
    ...(mayWrite ? [{ keys: "e", words: "Edit the policy", run: () => route(edit) }] : []),
    ...(mayActivate ? [{ keys: "a", words: "Activate the version", run: () => setOpen("activate") }] : []),
    ...(mayRollBack ? [{ keys: "b", words: "Roll back", run: () => setOpen("rollback") }] : []),
  ]);
  if (!mayWrite) return null;
  const done = (): void => {
    setOpen(null);
    onChanged();
  };
  const close = (): void => setOpen(null);
  return (
    <>
      <a class="button" href={edit} aria-keyshortcuts="e">
        Edit
        <KeyHint keys="e" />
      </a>
      {mayRollBack && (
        <Button keys="b" onClick={() => setOpen("rollback")}>
          Roll back…
        </Button>
      )}
      {!policy.archived && <Button onClick={() => setOpen("archive")}>Archive…</Button>}
      {mayActivate && (
        <Button
          kind="primary"
          keys="a"
          onClick={() => setOpen("activate")}
        >{`Activate version ${version.version}…`}</Button>
      )}
      {open === "activate" && (
        <ActivateDialog policy={policy} version={version} onDone={done} onClose={close} />
      )}
      {open === "rollback" && <RollbackDialog policy={policy} onDone={done} onClose={close} />}
      {open === "archive" && <ArchiveDialog policy={policy} onDone={done} onClose={close} />}
    </>
  );
}
