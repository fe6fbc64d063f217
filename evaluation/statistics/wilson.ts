import { type Interval, Z_95 } from "./interval.ts";

/**
 * The score interval of a share of `count` in `total`, without continuity correction (E. B. Wilson, JASA 22 (1927) 209;
 * method 3 of R. G. Newcombe, Statistics in Medicine 17 (1998) 857). Null for no items. Throws RangeError unless 0 <=
 * count <= total.
 */
export function wilson(count: number, total: number): Interval | null {
  if (!(count >= 0 && count <= total)) throw new RangeError(`${count} of ${total} is not a share`);
  if (total === 0) return null;
  const share = count / total;
  const z2 = Z_95 ** 2;
  const center = share + z2 / (2 * total);
  const spread = Z_95 * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total ** 2));
  const scale = 1 + z2 / total;
  // A bound of 0 or 1 must be exact, whatever the rounding.
  return {
    low: count === 0 ? 0 : (center - spread) / scale,
    high: count === total ? 1 : (center + spread) / scale,
  };
}
