import type { ComponentChildren } from "preact";
import { Button } from "../../kit/button.tsx";
import { CopyButton } from "../../kit/copy-button.tsx";
import { Dialog } from "../../kit/dialog.tsx";

export interface SecretDialogProps {
  readonly title: string;
  readonly secret: string;
  /** What it is for. */
  readonly children: ComponentChildren;
  readonly onClose: () => void;
}

/** A secret that the service returns only once. */
export function SecretDialog({ title, secret, children, onClose }: SecretDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="stack">
        <p>{children}</p>
        <div class="command secret">
          <code tabIndex={0} role="region" aria-label="Secret">
            {secret}
          </code>
          <CopyButton text={secret} label="Copy the secret" />
        </div>
        <div class="dialog-actions">
          <Button kind="primary" onClick={onClose}>
            I have saved it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
