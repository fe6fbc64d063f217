import type { StatsRow } from "./stats.ts";

/** Sums over any number of records. */
export type StatsSums = Omit<StatsRow, "start" | "policy_id">;

/** The sums over no records. */
export const NO_SUMS: StatsSums = {
  violation: 0,
  allowed: 0,
  failed: 0,
  expired: 0,
  reused: 0,
  started: 0,
  queued_ms: 0,
  max_queued_ms: 0,
  judged: 0,
  engine_ms: 0,
  prompt_tokens: 0,
  cached_tokens: 0,
  reasoning_tokens: 0,
  completion_tokens: 0,
};

export const SUM_NAMES = Object.keys(NO_SUMS) as readonly (keyof StatsSums)[];

/** How the sums of two groups are combined. */
export function joinedBy(name: keyof StatsSums): "sum" | "max" {
  return name === "max_queued_ms" ? "max" : "sum";
}

export function addSums(a: StatsSums, b: StatsSums): StatsSums {
  return Object.fromEntries(
    SUM_NAMES.map((name) => [
      name,
      joinedBy(name) === "max" ? Math.max(a[name], b[name]) : a[name] + b[name],
    ]),
  ) as unknown as StatsSums;
}
