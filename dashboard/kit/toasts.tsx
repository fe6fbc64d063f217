import { useEffect, useState } from "preact/hooks";
import { useKeys } from "../keys/use-keys.ts";
import { Button } from "./button.tsx";
import { closeToast, onToasts, type Toast } from "./toast-store.ts";

const SHOWN_MS = 10_000;

/** Reports of what was done, in the corner of the page. They stay while the pointer or the focus is on them. */
export function Toasts() {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const [held, setHeld] = useState(false);
  useEffect(() => onToasts(setToasts), []);
  const oldest = toasts[0];
  useEffect(() => {
    if (oldest === undefined || held) return;
    const timer = setTimeout(() => closeToast(oldest.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [oldest?.id, held]);
  const undoable = toasts.findLast(({ undo }) => undo !== undefined);
  const undo = (toast: Toast): void => {
    closeToast(toast.id);
    toast.undo?.();
  };
  useKeys(undoable === undefined ? [] : [{ keys: "z", words: "Undo", run: () => undo(undoable) }]);
  return (
    <div
      class="toasts"
      role="status"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
    >
      {toasts.map((toast) => (
        <div class="toast" key={toast.id}>
          <span>{toast.words}</span>
          <span class="row">
            {toast.undo !== undefined && (
              <Button onClick={() => undo(toast)} {...(toast === undoable ? { keys: "z" } : {})}>
                Undo
              </Button>
            )}
            <Button label="Close" onClick={() => closeToast(toast.id)}>
              ×
            </Button>
          </span>
        </div>
      ))}
    </div>
  );
}
