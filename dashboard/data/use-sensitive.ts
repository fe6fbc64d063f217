import { client } from "./client.ts";
import { useCan } from "./session.ts";
import { useResource } from "./use-resource.ts";

/** Tells whether a policy is marked as sensitive; undefined while that is unknown, and if the key may not read policies. */
export function useSensitive(): (policyId: string) => boolean | undefined {
  const mayList = useCan()("policies:read");
  const policies = useResource(
    async (signal) => {
      if (!mayList) return null;
      return (await client.call("listPolicies", { query: { include_archived: true }, signal })).data.data;
    },
    [mayList],
  );
  return (policyId) => policies.data?.find(({ id }) => id === policyId)?.sensitive;
}
