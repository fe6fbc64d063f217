import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";

export interface ConfirmDialogProps {
  readonly title: string;
  /** What will happen. */
  readonly children: ComponentChildren;
  /** The words on the button, such as "Activate version 3". */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly danger?: boolean;
  /** What must be typed before the button can be used, for actions that affect many items or cannot be undone. */
  readonly typed?: string;
  /** Disables the button, while the action runs or its form is incomplete. */
  readonly disabled?: boolean;
}

export function ConfirmDialog({ title, children, action, onConfirm, onClose, ...rest }: ConfirmDialogProps) {
  const [text, setText] = useState("");
  const isConfirmed = rest.typed === undefined || text.trim() === rest.typed;
  const submit = (event: Event): void => {
    event.preventDefault();
    if (isConfirmed && rest.disabled !== true) onConfirm();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        {children}
        {rest.typed !== undefined && (
          <Field label={`Type ${rest.typed} to confirm`}>
            {(control) => (
              <input
                {...control}
                class="input"
                autocomplete="off"
                value={text}
                onInput={(event) => setText(event.currentTarget.value)}
              />
            )}
          </Field>
        )}
        <div class="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            kind={rest.danger === true ? "danger" : "primary"}
            disabled={!isConfirmed || rest.disabled === true}
          >
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
