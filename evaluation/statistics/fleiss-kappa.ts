/** Items to which the same number of judges gave each label. */
export interface RatedItems {
  /** For each label, how many judges gave it. The same sum for all items. */
  readonly counts: readonly number[];
  /** How many items. */
  readonly count: number;
}

/**
 * Agreement of several judges beyond chance (J. L. Fleiss, Psychological Bulletin 76 (1971) 378). Null for no items or
 * fewer than two judges, and if all judges give all items the same label, because chance alone explains that.
 */
export function fleissKappa(rated: readonly RatedItems[]): number | null {
  const items = rated.reduce((sum, { count }) => sum + count, 0);
  const judges = rated[0]?.counts.reduce((sum, count) => sum + count, 0) ?? 0;
  if (items === 0 || judges < 2) return null;
  let agreement = 0;
  const totals = rated[0]!.counts.map(() => 0);
  for (const { counts, count } of rated) {
    const pairs = counts.reduce((sum, each) => sum + each * (each - 1), 0);
    agreement += (count * pairs) / (judges * (judges - 1));
    counts.forEach((each, label) => (totals[label]! += count * each));
  }
  const observed = agreement / items;
  const expected = totals.reduce((sum, total) => sum + (total / (items * judges)) ** 2, 0);
  return expected === 1 ? null : (observed - expected) / (1 - expected);
}
