import { useEffect, useState } from "preact/hooks";
import { showToast } from "../../../kit/toast-store.ts";
import { type Draft, readDraft, removeDraft, writeDraft } from "./draft-store.ts";

const KEEP_AFTER_MS = 300;

export interface DraftText {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** The text differs from what the service has. */
  readonly isUnsaved: boolean;
  /** The text of an earlier visit, if it is shown; null if the text began as the stored one. */
  readonly restored: Draft | null;
  /** Returns to the text that the service has. */
  readonly discard: () => void;
  /** The service has this text now. */
  readonly markSaved: (text: string) => void;
}

/** The text of the editor: kept in this browser until it is saved, with a warning before the page is left. */
export function useDraft(
  policyId: string,
  stored: { readonly text: string; readonly from: number | null },
): DraftText {
  const [restored, setRestored] = useState<Draft | null>(() => {
    const draft = readDraft(policyId);
    return draft === null || draft.text === stored.text ? null : draft;
  });
  const [saved, setSaved] = useState(stored.text);
  const [text, setText] = useState(restored?.text ?? stored.text);
  const isUnsaved = text !== saved;

  useEffect(() => {
    if (!isUnsaved) {
      removeDraft(policyId);
      return;
    }
    const keep = (): void => {
      writeDraft(policyId, { text, from: stored.from, at: Date.now() });
    };
    const timer = setTimeout(keep, KEEP_AFTER_MS);
    const warn = (event: BeforeUnloadEvent): void => {
      keep();
      event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => {
      clearTimeout(timer);
      removeEventListener("beforeunload", warn);
    };
  }, [text, isUnsaved]);
  useLeaveNotice(policyId, text, isUnsaved, stored.from);

  return {
    text,
    setText,
    isUnsaved,
    restored,
    discard: () => {
      setRestored(null);
      setText(saved);
    },
    markSaved: (now) => {
      setRestored(null);
      setSaved(now);
    },
  };
}

/** Within the dashboard nothing is lost when the page is left, and the page says so. */
function useLeaveNotice(policyId: string, text: string, isUnsaved: boolean, from: number | null): void {
  const [latest] = useState({ text, isUnsaved });
  Object.assign(latest, { text, isUnsaved });
  useEffect(
    () => () => {
      if (!latest.isUnsaved) return;
      const kept = writeDraft(policyId, { text: latest.text, from, at: Date.now() });
      showToast(
        kept
          ? `The unsaved text of ${policyId} is kept in this browser. Open its editor to continue.`
          : `The unsaved text of ${policyId} could not be kept: this browser does not store it.`,
      );
    },
    [],
  );
}
