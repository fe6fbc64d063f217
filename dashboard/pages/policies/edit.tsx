import { useRoute } from "preact-iso/router";
import { GavelError } from "../../../packages/client/src/client.ts";
import { useQueryState } from "../../data/query-state.ts";
import { useResource } from "../../data/use-resource.ts";
import { Loaded } from "../../kit/loaded.tsx";
import { Editor, type EditorProps } from "./editor/editor.tsx";
import { newPolicyText } from "./editor/new-policy-text.ts";
import { fetchPolicy, fetchSource } from "./policy-calls.ts";
import { PolicyHead } from "./policy-head.tsx";
import { policyTitle } from "./policy-title.ts";

type Opened = Pick<EditorProps, "stored" | "etag" | "activeVersion"> & { readonly title: string };

/**
 * The editor of a policy, with the version that the address names, else the latest; a new document if there is none.
 */
export function Page() {
  const id = useRoute().params["id"] ?? "";
  const [{ from }] = useQueryState();
  const opened = useResource((signal) => open(id, from, signal), [id, from]);
  return (
    <Loaded resource={opened} scope="policies:read" what="the policy">
      {({ title, ...document }) => (
        <>
          <PolicyHead id={id} title={title} what="Editor" />
          <Editor key={`${id}@${document.stored.from}`} id={id} {...document} />
        </>
      )}
    </Loaded>
  );
}

async function open(id: string, from: string | undefined, signal: AbortSignal): Promise<Opened> {
  try {
    const { policy, etag } = await fetchPolicy(id, signal);
    const version = from === undefined ? policy.latest_version : Number(from);
    const text = await fetchSource(id, version, signal);
    return {
      title: policyTitle(policy),
      stored: { text, from: version },
      etag,
      activeVersion: policy.active_version,
    };
  } catch (error) {
    if (!(error instanceof GavelError) || error.code !== "policy_not_found") throw error;
    return {
      title: id,
      stored: { text: newPolicyText(id), from: null },
      etag: undefined,
      activeVersion: null,
    };
  }
}
