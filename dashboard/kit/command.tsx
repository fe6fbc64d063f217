import { CopyButton } from "./copy-button.tsx";

/** A command line to copy. */
export function Command({ children }: { readonly children: string }) {
  return (
    <div class="command">
      <code tabIndex={0} role="group" aria-label="Command">
        {children}
      </code>
      <CopyButton text={children} label="Copy the command" />
    </div>
  );
}
