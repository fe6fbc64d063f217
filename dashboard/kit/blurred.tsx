import type { ComponentChildren } from "preact";

export interface BlurredProps {
  /** A CSS filter. Null: shown as it is. */
  readonly filter: string | null;
  /** In a line of text. */
  readonly inline?: boolean;
  readonly children: ComponentChildren;
}

/** Shown as it is while the pointer or the focus is on it. */
export function Blurred({ filter, inline = false, children }: BlurredProps) {
  if (filter === null) return <>{children}</>;
  const style = { "--shield": filter };
  return inline ? (
    <span class="blurred" style={style}>
      {children}
    </span>
  ) : (
    <div class="blurred" style={style}>
      {children}
    </div>
  );
}
