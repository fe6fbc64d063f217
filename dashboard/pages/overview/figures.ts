import type { Schemas } from "../../../packages/client/src/client.ts";
import { addSums, NO_SUMS, type StatsSums } from "../../../schemas/stats-sums.ts";
import { wilson } from "../../../evaluation/statistics/wilson.ts";

export type Stats = Schemas["Stats"];
export type StatsRow = Stats["data"][number];

export type Sums = StatsSums;

/** A share with its 95 % interval; null if the total is 0. */
export interface Share {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export const sumOf = (rows: readonly Sums[]): Sums => rows.reduce<Sums>(addSums, NO_SUMS);

export const completed = ({ violation, allowed }: Sums): number => violation + allowed;
export const settled = (sums: Sums): number => completed(sums) + sums.failed + sums.expired;

export function share(count: number, total: number): Share | null {
  const interval = wilson(count, total);
  return interval === null ? null : { value: count / total, ...interval };
}

export const violationRate = (sums: Sums): Share | null => share(sums.violation, completed(sums));
export const errorRate = (sums: Sums): Share | null => share(sums.failed + sums.expired, settled(sums));
export const reusedShare = (sums: Sums): number | null => ratio(sums.reused, completed(sums));
export const cachedTokens = (sums: Sums): number | null => ratio(sums.cached_tokens, sums.prompt_tokens);
export const meanWait = (sums: Sums): number | null => ratio(sums.queued_ms, sums.started);
export const meanEngine = (sums: Sums): number | null => ratio(sums.engine_ms, sums.judged);

function ratio(amount: number, of: number): number | null {
  return of === 0 ? null : amount / of;
}

/** One bucket of time, with the sums of all policies and of each. */
export interface Bucket {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly sums: Sums;
  readonly byPolicy: ReadonlyMap<string, Sums>;
}

/** The name of the sum of small policies. */
export const OTHERS = "other policies";

/** Every bucket of the period, also those without records. */
export function bucketsOf({ since, until, bucket_seconds: seconds, data }: Stats): readonly Bucket[] {
  const rows = new Map<number, StatsRow[]>();
  for (const row of data) {
    const start = Date.parse(row.start);
    rows.set(start, [...(rows.get(start) ?? []), row]);
  }
  const buckets: Bucket[] = [];
  for (let start = Date.parse(since); start < Date.parse(until); start += seconds * 1000) {
    const own = rows.get(start) ?? [];
    buckets.push({
      start,
      sums: sumOf(own),
      byPolicy: new Map(own.map((row) => [row.policy_id ?? OTHERS, row])),
    });
  }
  return buckets;
}

/** Policies by the number of their records, largest first; the sum of others is last. */
export function policiesOf(data: readonly StatsRow[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const row of data) {
    const name = row.policy_id ?? OTHERS;
    counts.set(name, (counts.get(name) ?? 0) + settled(row));
  }
  return [...counts]
    .toSorted(([a, x], [b, y]) => Number(a === OTHERS) - Number(b === OTHERS) || y - x)
    .map(([name]) => name);
}
