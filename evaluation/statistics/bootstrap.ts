import { randomBinomial } from "d3-random";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Interval } from "./interval.ts";
import { quantile } from "./quantile.ts";

/** Enough that the bounds of an interval vary by less than the digits that are shown. */
const RESAMPLES = 2_000;

/**
 * The percentile bootstrap interval of a statistic of classified items (B. Efron, Annals of Statistics 7 (1979) 1).
 * Items are given as their number in each class, because resampling items draws these numbers from a multinomial
 * distribution: the time does not depend on the number of items. The same counts and seed give the same interval.
 * `statistic` returns null for a resample on which it is undefined; such a resample is left out. Null if it is
 * undefined on half of them or more.
 */
export function bootstrap(
  counts: readonly number[],
  statistic: (counts: readonly number[]) => number | null,
  seed = 1,
): Interval | null {
  if (counts.every((count) => count === 0)) return null;
  const generator = xoroshiro128plus(seed);
  const binomial = randomBinomial.source(() => uniformFloat64(generator));
  const values: number[] = [];
  for (let n = 0; n < RESAMPLES; n += 1) {
    const value = statistic(resample(counts, binomial));
    if (value !== null) values.push(value);
  }
  if (2 * values.length <= RESAMPLES) return null;
  values.sort((a, b) => a - b);
  return { low: quantile(values, 0.025)!, high: quantile(values, 0.975)! };
}

/** Draws each class given those before it: its share of the items that are left is binomial. */
function resample(counts: readonly number[], binomial: typeof randomBinomial): number[] {
  let left = counts.reduce((sum, count) => sum + count, 0);
  let drawsLeft = left;
  return counts.map((count) => {
    const drawn = count === 0 || drawsLeft === 0 ? 0 : binomial(drawsLeft, count / left)();
    left -= count;
    drawsLeft -= drawn;
    return drawn;
  });
}
