import { type Interval, Z_95 } from "./interval.ts";
import type { LabelPair } from "./kappa.ts";

/**
 * The interval of Cohen's kappa from its large-sample standard error (J. L. Fleiss, J. Cohen and B. S. Everitt,
 * Psychological Bulletin 72 (1969) 323, formula 13). Null if kappa is undefined.
 */
export function kappaInterval(pairs: Iterable<LabelPair>): Interval | null {
  const cells = new Map<string, Map<string, number>>();
  const [firsts, seconds] = [new Map<string, number>(), new Map<string, number>()];
  let total = 0;
  for (const [first, second, count = 1] of pairs) {
    // Without items a label would count as used.
    if (count === 0) continue;
    total += count;
    const row = cells.get(first) ?? new Map<string, number>();
    cells.set(first, row);
    add(row, second, count);
    add(firsts, first, count);
    add(seconds, second, count);
  }
  const shareOf = (counts: ReadonlyMap<string, number>, label: string) => (counts.get(label) ?? 0) / total;
  let [observed, expected] = [0, 0];
  for (const label of firsts.keys()) {
    observed += shareOf(cells.get(label)!, label);
    expected += shareOf(firsts, label) * shareOf(seconds, label);
  }
  if (total === 0 || expected === 1) return null;
  let sum = -((observed * expected - 2 * expected + observed) ** 2);
  for (const [first, row] of cells) {
    for (const second of row.keys()) {
      const marginals = shareOf(seconds, first) + shareOf(firsts, second);
      const term = (first === second ? 1 - expected : 0) - marginals * (1 - observed);
      sum += shareOf(row, second) * term ** 2;
    }
  }
  const kappa = (observed - expected) / (1 - expected);
  // Rounding can make a sum that is zero negative.
  const spread = (Z_95 * Math.sqrt(Math.max(0, sum) / total)) / (1 - expected) ** 2;
  return { low: Math.max(-1, kappa - spread), high: Math.min(1, kappa + spread) };
}

function add(counts: Map<string, number>, label: string, count: number): void {
  counts.set(label, (counts.get(label) ?? 0) + count);
}
