import { client } from "../../data/client.ts";

export interface Rate {
  readonly judged: number;
  readonly violations: number;
}

export const RATE_DAYS = 7;
const DAY_MS = 24 * 3600 * 1000;

/** How many records of each policy were judged in the last days (UTC), and how many are violations. */
export async function fetchRates(now: number, signal: AbortSignal): Promise<ReadonlyMap<string, Rate>> {
  const since = new Date(now - (RATE_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const { data } = await client.call("countVerdicts", { query: { by: "policy,outcome", since }, signal });
  const rates = new Map<string, Rate>();
  for (const { policy_id: id = "", outcome, count } of data.data) {
    if (outcome !== "violation" && outcome !== "allowed") continue;
    const { judged, violations } = rates.get(id) ?? { judged: 0, violations: 0 };
    rates.set(id, {
      judged: judged + count,
      violations: outcome === "violation" ? violations + count : violations,
    });
  }
  return rates;
}
