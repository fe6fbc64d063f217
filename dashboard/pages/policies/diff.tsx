import { useRoute } from "preact-iso/router";
import { client } from "../../data/client.ts";
import { useQueryState } from "../../data/query-state.ts";
import { useResource } from "../../data/use-resource.ts";
import { Loaded } from "../../kit/loaded.tsx";
import { Section } from "../../kit/section.tsx";
import { CodeChanges } from "./diff/code-changes.tsx";
import { TextDiff } from "./diff/text-diff.tsx";
import { VersionChoice } from "./diff/version-choice.tsx";
import { PolicyHead } from "./policy-head.tsx";
import { policyUrls } from "./policy-urls.ts";

/** What changed between two versions of a policy. */
export function Page() {
  const id = useRoute().params["id"] ?? "";
  const [query, setQuery] = useQueryState();
  const from = Number(query["from"] ?? 1);
  const to = Number(query["to"] ?? 1);
  const diff = useResource(
    async (signal) => {
      const path = { policy_id: id };
      const [changes, versions] = await Promise.all([
        client.call("diffPolicyVersions", { path, query: { from, to }, signal }),
        client.call("listPolicyVersions", { path, signal }),
      ]);
      return { changes: changes.data, versions: versions.data.data };
    },
    [id, from, to],
  );
  return (
    <>
      <PolicyHead id={id} what="Changes" under={policyUrls.policy(id)} />
      <Loaded resource={diff} scope="policies:read" what="the changes">
        {({ changes, versions }) => (
          <>
            <VersionChoice
              versions={versions.map(({ version }) => version)}
              from={from}
              to={to}
              onChange={(next) => setQuery({ from: String(next.from), to: String(next.to) })}
            />
            <Section title="Codes and settings">
              <CodeChanges diff={changes} />
            </Section>
            <Section title="Text">
              <TextDiff text={changes.text} from={from} to={to} />
            </Section>
          </>
        )}
      </Loaded>
    </>
  );
}
