/** The labels of two judges for an item, or for `count` items. */
export type LabelPair = readonly [first: string, second: string, count?: number];

/**
 * Agreement of two judges beyond chance: (observed - expected) / (1 - expected). The expected agreement follows from
 * how often each judge gives each label (J. Cohen, Educational and Psychological Measurement 20 (1960) 37). Null for no
 * items, and if both judges give every item the same label, because chance alone explains that.
 */
export function cohenKappa(pairs: Iterable<LabelPair>): number | null {
  const firsts = new Map<string, number>();
  const seconds = new Map<string, number>();
  let total = 0;
  let agreed = 0;
  for (const [first, second, count = 1] of pairs) {
    total += count;
    if (first === second) agreed += count;
    firsts.set(first, (firsts.get(first) ?? 0) + count);
    seconds.set(second, (seconds.get(second) ?? 0) + count);
  }
  if (total === 0) return null;
  let expected = 0;
  for (const [label, count] of firsts) expected += (count / total) * ((seconds.get(label) ?? 0) / total);
  return expected === 1 ? null : (agreed / total - expected) / (1 - expected);
}
