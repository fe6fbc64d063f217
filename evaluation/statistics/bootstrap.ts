import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Interval } from "./interval.ts";
import { quantile } from "./quantile.ts";

/** Enough that the bounds of an interval vary by less than the digits that are shown. */
const RESAMPLES = 2_000;

/**
 * The percentile bootstrap interval of a statistic of items (B. Efron, Annals of Statistics 7 (1979) 1). The same items and seed
 * give the same interval. `statistic` returns null for a resample on which it is undefined; such a resample is left out. Null
 * if it is undefined on half of them or more.
 */
export function bootstrap<T>(
  items: readonly T[],
  statistic: (sample: readonly T[]) => number | null,
  seed = 1,
): Interval | null {
  if (items.length === 0) return null;
  const random = xoroshiro128plus(seed);
  const values: number[] = [];
  for (let n = 0; n < RESAMPLES; n += 1) {
    const sample = items.map(() => items[uniformInt(random, 0, items.length - 1)]!);
    const value = statistic(sample);
    if (value !== null) values.push(value);
  }
  if (2 * values.length <= RESAMPLES) return null;
  values.sort((a, b) => a - b);
  return { low: quantile(values, 0.025)!, high: quantile(values, 0.975)! };
}
