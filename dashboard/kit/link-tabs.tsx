import type { ComponentChildren } from "preact";

export interface LinkTab {
  readonly href: string;
  readonly title: ComponentChildren;
  readonly current: boolean;
}

/** The pages of one subject. Each is a page of its own, so these are links. */
export function LinkTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly LinkTab[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(({ href, title, current }) => (
        <a key={href} class="tab" href={href} aria-current={current ? "page" : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}
