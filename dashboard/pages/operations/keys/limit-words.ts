import { formatNumber } from "../../../kit/format-number.ts";
import type { KeyRow } from "./load-keys.ts";

/** How much of the service a key may use, in words. */
export function limitWords({
  weight,
  requests_per_minute: requests,
  concurrent_requests: concurrent,
  queue_share_percent: share,
}: KeyRow["limits"]): readonly (readonly [name: string, value: string])[] {
  return [
    ["Requests", requests === null ? "any number per minute" : `${formatNumber(requests)} per minute`],
    ["Concurrent requests", `${formatNumber(concurrent)} in each process`],
    ["Share of the queue", `at most ${share} %`],
    ["Weight", `${formatNumber(weight)} in fair queueing`],
  ];
}
