import type { Schemas } from "../../../packages/client/src/client.ts";
import { client } from "../../data/client.ts";
import { usePoll } from "../../data/use-poll.ts";
import type { Resource } from "../../data/use-resource.ts";

export type ServiceState = Schemas["ServiceState"];
export type ServiceProcess = ServiceState["processes"][number];
export type Worker = NonNullable<ServiceProcess["worker"]>;
export type KeyQueue = ServiceState["queue"]["keys"][number];

const POLL_MS = 2000;

export function useServiceState(): Resource<ServiceState> {
  return usePoll(async (signal) => (await client.call("serviceState", { signal })).data, POLL_MS, []);
}
