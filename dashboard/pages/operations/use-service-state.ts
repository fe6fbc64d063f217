import { client } from "../../data/client.ts";
import { usePoll } from "../../data/use-poll.ts";
import type { Resource } from "../../data/use-resource.ts";
import type { ServiceState } from "./service-state.ts";

const POLL_MS = 2000;

export function useServiceState(): Resource<ServiceState> {
  return usePoll(async (signal) => (await client.call("serviceState", { signal })).data, POLL_MS, []);
}
