/** The q-quantile of ascending values by linear interpolation (type 7 of Hyndman and Fan, 1996). Null for no values. */
export function quantile(ascending: readonly number[], q: number): number | null {
  if (ascending.length === 0) return null;
  const at = q * (ascending.length - 1);
  const below = ascending[Math.floor(at)]!;
  const above = ascending[Math.ceil(at)]!;
  return below + (above - below) * (at - Math.floor(at));
}
