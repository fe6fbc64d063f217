import { useRoute } from "preact-iso/router";
import { client } from "../../data/client.ts";
import { useResource } from "../../data/use-resource.ts";
import { Loaded } from "../../kit/loaded.tsx";
import { fetchPolicy, fetchSource, fetchVersion } from "./policy-calls.ts";
import { PolicyView } from "./policy-view.tsx";

/** A policy: the version that the address names, else the active one, else the latest. */
export function Page() {
  const { params } = useRoute();
  const id = params["id"] ?? "";
  const wanted = params["version"] === undefined ? null : Number(params["version"]);
  const shown = useResource(
    async (signal) => {
      const { policy } = await fetchPolicy(id, signal);
      const number = wanted ?? policy.active_version ?? policy.latest_version;
      const path = { policy_id: id };
      const [version, source, versions, activations] = await Promise.all([
        fetchVersion(id, number, signal),
        fetchSource(id, number, signal),
        client.call("listPolicyVersions", { path, signal }),
        client.call("listPolicyActivations", { path, signal }),
      ]);
      return {
        policy,
        version,
        source,
        versions: versions.data.data.toReversed(),
        activations: activations.data.data,
      };
    },
    [id, wanted],
  );
  return (
    <Loaded resource={shown} scope="policies:read" what="the policy">
      {(data) => <PolicyView {...data} onChanged={shown.reload} />}
    </Loaded>
  );
}
