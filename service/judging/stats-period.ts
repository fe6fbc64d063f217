import { MAX_STATS_BUCKETS } from "../../schemas/stats.ts";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** Widths of buckets in seconds that people can read. Those below an hour are summed from minutes, the others from hours. */
const WIDTHS = [MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, DAY, WEEK];

/** Sums are kept for minutes and for hours. */
export const MINUTES_KEPT_MS = 8 * DAY * 1000;

export interface StatsPeriod {
  readonly since: Date;
  readonly until: Date;
  readonly bucketSeconds: number;
  /** Which sums to read. */
  readonly stepSeconds: typeof MINUTE | typeof HOUR;
}

/** The buckets of a period: few enough to read, aligned, and of sums that are still kept. */
export function statsPeriod(since: Date, until: Date, now: Date): StatsPeriod {
  const minutesKept = since.getTime() >= now.getTime() - MINUTES_KEPT_MS;
  const seconds = Math.max(MINUTE, (until.getTime() - since.getTime()) / 1000);
  // Aligning can add a bucket.
  const fits = (width: number): boolean => seconds / width <= MAX_STATS_BUCKETS - 1;
  const bucketSeconds =
    WIDTHS.find((width) => fits(width) && (minutesKept || width >= HOUR)) ??
    Math.ceil(seconds / WEEK / (MAX_STATS_BUCKETS - 1)) * WEEK;
  const align = (time: Date, round: (value: number) => number): Date =>
    new Date(round(time.getTime() / 1000 / bucketSeconds) * bucketSeconds * 1000);
  return {
    since: align(since, Math.floor),
    until: align(until, Math.ceil),
    bucketSeconds,
    stepSeconds: bucketSeconds < HOUR ? MINUTE : HOUR,
  };
}
