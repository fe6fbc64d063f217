import type { ComponentChildren } from "preact";

/** The heading of a page, with its actions. */
export function PageHead({
  title,
  children,
}: {
  readonly title: ComponentChildren;
  readonly children?: ComponentChildren;
}) {
  return (
    <header class="page-head">
      <h1 tabIndex={-1}>{title}</h1>
      {children !== undefined && <div class="row">{children}</div>}
    </header>
  );
}
