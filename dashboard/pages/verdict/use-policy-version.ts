import type { Schemas } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";
import { useCan } from "../../data/session.ts";
import { type Resource, useResource } from "../../data/use-resource.ts";

export interface PolicyText {
  readonly version: Schemas["PolicyVersion"];
  /** The document as it was uploaded. */
  readonly document: string;
}

/** The policy version under which an item was judged; null if the key may not read policies. */
export function usePolicyVersion(policyId: string, version: number): Resource<PolicyText | null> {
  const mayRead = useCan()("policies:read");
  return useResource(
    async (signal) => {
      if (!mayRead) return null;
      const call = { path: { policy_id: policyId, version }, signal };
      const [resource, text] = await Promise.all([
        client.call("getPolicyVersion", call),
        client.call("getPolicyVersion", { ...call, headers: { Accept: "text/markdown" } }),
      ]);
      return { version: resource.data, document: await text.data.text() };
    },
    [policyId, version, mayRead],
  );
}
