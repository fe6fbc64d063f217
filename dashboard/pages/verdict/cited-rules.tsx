import type { Resource } from "../../data/use-resource.ts";
import { Loaded } from "../../kit/loaded.tsx";
import { PlainText } from "../../kit/plain-text.tsx";
import { Tag } from "../../kit/tag.tsx";
import { ruleText } from "./rule-text.ts";
import type { PolicyText } from "./use-policy-version.ts";

export interface CitedRulesProps {
  readonly codes: readonly string[];
  readonly policy: Resource<PolicyText | null>;
}

/** The text of each cited code, from the policy version that the item was judged under. */
export function CitedRules({ codes, policy }: CitedRulesProps) {
  if (codes.length === 0) return <p class="muted">No rule is cited.</p>;
  return (
    <Loaded resource={policy} scope="policies:read" what="the policy">
      {(found) =>
        found === null ? (
          <p class="muted">
            {codes.join(", ")}. The text of the policy needs the scope <code>policies:read</code>.
          </p>
        ) : (
          <ul class="plain-list stack">
            {codes.map((code) => (
              <li key={code} class="rule">
                <Tag tone="accent">{code}</Tag>
                <RuleText code={code} found={found} />
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function RuleText({ code, found }: { readonly code: string; readonly found: PolicyText }) {
  const text = ruleText(found.document, code);
  const title = found.version.categories.find((category) => category.code === code)?.title;
  if (text !== null) return <PlainText text={text} label={`Text of ${code}`} />;
  return <p class="muted">{title ?? "The policy has no text for this code."}</p>;
}
