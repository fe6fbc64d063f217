import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

export interface DialogProps {
  readonly title: string;
  /** Also called by Escape. */
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly hideTitle?: boolean;
}

/** A modal dialog while it is rendered. The browser keeps the focus inside, and returns it afterwards. */
export function Dialog({ title, onClose, children, class: extra = "", hideTitle = false }: DialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  // Before the next paint, so that what is typed right after opening is typed into the dialog.
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const onCancel = (event: Event): void => {
    event.preventDefault();
    onClose();
  };
  const onBackdrop = (event: MouseEvent): void => {
    if (event.target === dialog.current) onClose();
  };
  return (
    <dialog
      class={`dialog ${extra}`}
      ref={dialog}
      aria-labelledby={id}
      onCancel={onCancel}
      onMouseDown={onBackdrop}
    >
      <h2 id={id} class={hideTitle ? "visually-hidden" : ""}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}
