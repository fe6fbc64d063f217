import { useState } from "preact/hooks";
import { useCan } from "../../../data/session.ts";
import { useKeys } from "../../../keys/use-keys.ts";
import { ActionError } from "../../../kit/action-error.tsx";
import { Button } from "../../../kit/button.tsx";
import { showToast } from "../../../kit/toast-store.ts";
import { policyUrls } from "../policy-urls.ts";
import { ActivateDialog } from "../release/activate-dialog.tsx";
import { SaveConflict } from "./save-conflict.tsx";
import { useSave } from "./use-save.ts";

export interface SaveBarProps {
  readonly id: string;
  readonly text: string;
  readonly etag: string | undefined;
  readonly activeVersion: number | null;
  /** The opened version; null for a new policy. */
  readonly from: number | null;
  readonly isUnsaved: boolean;
  /** Whether the service would accept the text. */
  readonly isRunnable: boolean;
  readonly onSaved: (text: string) => void;
}

/** Saves the text as a draft, and links to the next steps. */
export function SaveBar(props: SaveBarProps) {
  const { id, text, from, isUnsaved, isRunnable, onSaved } = props;
  const can = useCan();
  const [version, setVersion] = useState(from);
  const [active, setActive] = useState(props.activeVersion);
  const [activating, setActivating] = useState(false);
  const save = useSave(id, props.etag, ({ version: stored, created }, savedText) => {
    setVersion(stored.version);
    if (stored.active) setActive(stored.version);
    onSaved(savedText);
    showToast(
      created
        ? `Version ${stored.version} of ${id} is saved as a draft.`
        : `This text is version ${stored.version} of ${id} already.`,
    );
  });
  const mayWrite = can("policies:write");
  const isSavable = mayWrite && isRunnable && !save.running && (isUnsaved || version === null);
  const run = (): void => {
    if (isSavable) save.run({ text });
  };
  useKeys(mayWrite ? [{ keys: "Ctrl+s", words: "Save as a draft", run, always: true }] : []);
  const isStored = !isUnsaved && version !== null;
  return (
    <div class="stack">
      <div class="row">
        {mayWrite && (
          <Button kind="primary" keys="Ctrl+s" disabled={!isSavable} onClick={run}>
            {save.running ? "Saving…" : "Save as a draft"}
          </Button>
        )}
        {isStored && active !== null && active !== version && (
          <a class="button" href={policyUrls.diff(id, active, version)}>
            {`Changes to version ${active}`}
          </a>
        )}
        {isStored && can("evaluations:write") && (
          <a class="button" href={`${policyUrls.evaluations(id)}?version=${version}`}>
            Evaluate or compare
          </a>
        )}
        {isStored && mayWrite && version !== active && (
          <Button onClick={() => setActivating(true)}>{`Activate version ${version}…`}</Button>
        )}
        <span class="muted" role="status">
          {stateWords(isUnsaved, version, active)}
        </span>
      </div>
      {save.conflict === null ? (
        <ActionError error={save.error} />
      ) : (
        <SaveConflict
          id={id}
          from={from}
          latest={save.conflict}
          onOverrule={() => save.run({ text, overrule: true })}
        />
      )}
      {activating && version !== null && (
        <ActivateDialog
          policy={{ id }}
          version={{ version }}
          onDone={() => {
            setActivating(false);
            setActive(version);
          }}
          onClose={() => setActivating(false)}
        />
      )}
    </div>
  );
}

function stateWords(isUnsaved: boolean, version: number | null, active: number | null): string {
  if (version === null) return "Not saved yet; this browser keeps the text.";
  if (isUnsaved) return `Changed since version ${version}; this browser keeps the text.`;
  return version === active ? `Version ${version}, which is active.` : `Version ${version}, a draft.`;
}
