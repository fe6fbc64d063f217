import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

export interface LinkTab {
  readonly href: string;
  readonly title: ComponentChildren;
  readonly current: boolean;
}

/** The pages of one subject. Each is a page of its own, so these are links. */
export function LinkTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly LinkTab[] }) {
  const list = useRef<HTMLElement>(null);
  const current = tabs.find((tab) => tab.current)?.href;
  useEffect(() => {
    // On a narrow page the current tab may be out of view.
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  return (
    <nav class="tabs" aria-label={label} ref={list}>
      {tabs.map((tab) => (
        <a key={tab.href} class="tab" href={tab.href} aria-current={tab.current ? "page" : undefined}>
          {tab.title}
        </a>
      ))}
    </nav>
  );
}
