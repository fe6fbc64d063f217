import { MAX_STATS_BUCKETS } from "../../schemas/stats.ts";

const MINUTE = 60;
const QUARTER = 15 * MINUTE;
const HOUR = 3600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** Bucket widths, in seconds, that are easy to read. */
const WIDTHS = [MINUTE, 5 * MINUTE, QUARTER, 2 * QUARTER, HOUR, 3 * HOUR, 6 * HOUR, DAY, WEEK];

/**
 * Widths in seconds for which sums are kept, and for how long; null: forever. A bucket is summed from the widest step
 * that divides it, at most seven for periods of up to two years, so that each is read from few sums.
 */
export const STATS_STEPS = [
  { seconds: MINUTE, keptMs: 8 * DAY * 1000 },
  { seconds: QUARTER, keptMs: 92 * DAY * 1000 },
  { seconds: HOUR, keptMs: null },
  { seconds: DAY, keptMs: null },
] as const;

export interface StatsPeriod {
  readonly since: Date;
  readonly until: Date;
  readonly bucketSeconds: number;
  /** Which sums to read. */
  readonly stepSeconds: number;
}

/** The buckets of a period: few enough to read, aligned, and of sums that are still kept. */
export function statsPeriod(since: Date, until: Date, now: Date): StatsPeriod {
  // Aligned, the first bucket begins up to an hour earlier.
  const age = now.getTime() - since.getTime() + HOUR * 1000;
  const kept = STATS_STEPS.filter(({ keptMs }) => keptMs === null || age <= keptMs);
  const widest = (width: number): number | undefined =>
    kept.findLast(({ seconds: step }) => width % step === 0)?.seconds;
  const seconds = Math.max(MINUTE, (until.getTime() - since.getTime()) / 1000);
  // Aligning can add a bucket.
  const fits = (width: number): boolean => seconds / width <= MAX_STATS_BUCKETS - 1;
  const bucketSeconds =
    WIDTHS.find((width) => fits(width) && widest(width) !== undefined) ??
    Math.ceil(seconds / WEEK / (MAX_STATS_BUCKETS - 1)) * WEEK;
  const align = (time: Date, round: (value: number) => number): Date =>
    new Date(round(time.getTime() / 1000 / bucketSeconds) * bucketSeconds * 1000);
  return {
    since: align(since, Math.floor),
    until: align(until, Math.ceil),
    bucketSeconds,
    stepSeconds: widest(bucketSeconds) ?? HOUR,
  };
}
