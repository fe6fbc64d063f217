import { useCan } from "../../data/session.ts";
import { useResource } from "../../data/use-resource.ts";
import { fetchPolicy } from "./policy-calls.ts";
import { policyTitle } from "./policy-title.ts";

/** The title of a policy, loaded unless it is `known`. Its id until then, and if the session may not read policies. */
export function usePolicyTitle(id: string, known: string | undefined): string {
  const can = useCan();
  const isLoaded = known === undefined && can("policies:read");
  const title = useResource(
    async (signal) => (isLoaded ? policyTitle((await fetchPolicy(id, signal)).policy) : undefined),
    [id, isLoaded],
  );
  return known ?? title.data ?? id;
}
