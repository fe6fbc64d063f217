import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso/router";
import type { Scope } from "../../data/scope.ts";
import { useCan } from "../../data/session.ts";
import { LinkTabs } from "../../kit/link-tabs.tsx";
import { PageHead } from "../../kit/page-head.tsx";
import { ForbiddenState } from "../../kit/state.tsx";
import { OPERATIONS_TABS } from "./operations-tabs.ts";

export interface OperationsPageProps {
  /** The scopes that the page needs; without them it only says so. */
  readonly scope: Scope;
  /** A page below one of the tabs has its own title. */
  readonly title?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame of the operations pages, with links to those that the session may see. */
export function OperationsPage({ scope, title = "Operations", actions, children }: OperationsPageProps) {
  const can = useCan();
  const { path } = useLocation();
  return (
    <>
      <PageHead title={title}>{actions}</PageHead>
      <LinkTabs
        label="Operations"
        tabs={OPERATIONS_TABS.filter((tab) => can(tab.scope)).map((tab) => ({
          href: tab.path,
          title: tab.title,
          current: isCurrentTab(tab.path, path),
        }))}
      />
      {can(scope) ? children : <ForbiddenState scope={scope} />}
    </>
  );
}

function isCurrentTab(tab: string, path: string): boolean {
  return path === tab || (tab !== "/app/operations" && path.startsWith(`${tab}/`));
}
