import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso/router";
import { useCan } from "../../data/session.ts";
import { LinkTabs } from "../../kit/link-tabs.tsx";
import { PageHead } from "../../kit/page-head.tsx";
import { useTitle } from "../../shell/use-title.ts";
import { policyUrls } from "./policy-urls.ts";
import { usePolicyTitle } from "./use-policy-title.ts";

export interface PolicyHeadProps {
  readonly id: string;
  /** The part of the policy that the page shows; null on the policy's own page. */
  readonly what: string | null;
  /** If the page knows it already. */
  readonly title?: string;
  /** The address of the tab that the page belongs to, if it has none of its own. */
  readonly under?: string;
  /** The actions of the page. */
  readonly children?: ComponentChildren;
}

/** The heading of every page of a policy, with links to the others. */
export function PolicyHead({ id, what, under, children, ...known }: PolicyHeadProps) {
  const title = usePolicyTitle(id, known.title);
  const { path } = useLocation();
  const can = useCan();
  useTitle(what === null ? title : `${what}, ${title}`);
  const pages = [
    { href: policyUrls.policy(id), title: "Policy" },
    { href: policyUrls.edit(id), title: "Editor" },
    ...(can("evaluations:read")
      ? [
          { href: policyUrls.evaluations(id), title: "Evaluations" },
          { href: policyUrls.trials(id), title: "Shadow and replay" },
        ]
      : []),
  ];
  return (
    <>
      <PageHead
        title={
          <>
            {title}
            {what !== null && <span class="visually-hidden">{`: ${what}`}</span>}
            {title !== id && <code class="head-id">{id}</code>}
          </>
        }
      >
        {children}
      </PageHead>
      <LinkTabs
        label={`Pages of the policy ${id}`}
        tabs={pages.map((page) => ({ ...page, current: page.href === (under ?? path) }))}
      />
    </>
  );
}
