import type { ComponentChildren } from "preact";
import { KeyHint } from "./key-hint.tsx";

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick?: (event: MouseEvent) => void;
  readonly kind?: "plain" | "primary" | "danger" | "quiet";
  readonly type?: "button" | "submit";
  readonly disabled?: boolean;
  /** For a button that stays pressed. */
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  /** The name for screen readers, if the children do not say enough. */
  readonly label?: string;
  /** The key that does the same. */
  readonly keys?: string;
}

export function Button({ children, kind = "plain", type = "button", keys, ...rest }: ButtonProps) {
  return (
    <button
      class="button"
      data-kind={kind}
      type={type}
      disabled={rest.disabled}
      aria-pressed={rest.pressed}
      aria-expanded={rest.expanded}
      aria-label={rest.label}
      aria-keyshortcuts={keys?.includes(" ") === true ? undefined : keys}
      onClick={rest.onClick}
    >
      {children}
      {keys !== undefined && <KeyHint keys={keys} />}
    </button>
  );
}
