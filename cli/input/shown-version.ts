import type { GavelClient } from "../../packages/client/src/client.ts";

/** The active version of a policy, or the latest if none is active. */
export async function shownVersion(client: GavelClient, id: string): Promise<number> {
  const { data } = await client.call("getPolicy", { path: { policy_id: id } });
  return data.active_version ?? data.latest_version;
}
