/**
 * Agreement of two judges beyond chance: (observed - expected) / (1 - expected). The expected agreement follows from how often
 * each judge gives each label (J. Cohen, Educational and Psychological Measurement 20 (1960) 37). Null for no items, and if
 * both judges give every item the same label, because chance alone explains that.
 */
export function cohenKappa(pairs: Iterable<readonly [string, string]>): number | null {
  const firsts = new Map<string, number>();
  const seconds = new Map<string, number>();
  let total = 0;
  let agreed = 0;
  for (const [first, second] of pairs) {
    total += 1;
    if (first === second) agreed += 1;
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  }
  if (total === 0) return null;
  let expected = 0;
  for (const [label, count] of firsts) expected += (count / total) * ((seconds.get(label) ?? 0) / total);
  return expected === 1 ? null : (agreed / total - expected) / (1 - expected);
}
