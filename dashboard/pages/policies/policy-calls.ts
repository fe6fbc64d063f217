import type { Policy, PolicyVersion } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";

export interface PolicyWithTag {
  readonly policy: Policy;
  /** For If-Match. */
  readonly etag: string | undefined;
}

export async function fetchPolicy(id: string, signal?: AbortSignal): Promise<PolicyWithTag> {
  const { data, headers } = await client.call("getPolicy", {
    path: { policy_id: id },
    ...(signal === undefined ? {} : { signal }),
  });
  return { policy: data, etag: headers.get("etag") ?? undefined };
}

/** A version as the service parsed it. */
export async function fetchVersion(id: string, version: number, signal: AbortSignal): Promise<PolicyVersion> {
  const path = { policy_id: id, version };
  return (await client.call("getPolicyVersion", { path, signal })).data;
}

/** The document of a version, exactly as it was uploaded. */
export async function fetchSource(id: string, version: number, signal?: AbortSignal): Promise<string> {
  const { data } = await client.call("getPolicyVersion", {
    path: { policy_id: id, version },
    headers: { Accept: "text/markdown" },
    ...(signal === undefined ? {} : { signal }),
  });
  return data.text();
}
