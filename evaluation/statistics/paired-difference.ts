import { type Interval, Z_95 } from "./interval.ts";

export interface PairedDifference {
  /** Share of the second judge minus share of the first. */
  readonly difference: number;
  readonly interval: Interval;
}

/**
 * How much more often the second of two judges is right on the same `total` items, with the Wald interval after
 * Laplace's adjustment (D. G. Bonett and R. M. Price, Journal of Educational and Behavioral Statistics 37 (2012) 479).
 * Null for no items.
 */
export function pairedDifference(
  onlyFirst: number,
  onlySecond: number,
  total: number,
): PairedDifference | null {
  if (!(onlyFirst >= 0 && onlySecond >= 0 && onlyFirst + onlySecond <= total)) {
    throw new RangeError(`${onlyFirst} and ${onlySecond} of ${total} items cannot differ`);
  }
  if (total === 0) return null;
  const first = (onlyFirst + 1) / (total + 2);
  const second = (onlySecond + 1) / (total + 2);
  const center = second - first;
  const spread = Z_95 * Math.sqrt((first + second - center ** 2) / (total + 2));
  return {
    difference: (onlySecond - onlyFirst) / total,
    interval: { low: Math.max(-1, center - spread), high: Math.min(1, center + spread) },
  };
}
