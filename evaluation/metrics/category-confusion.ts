import type { CountedItem } from "../scored-item.ts";

/** How often each category was judged for each expected one. */
export interface CategoryConfusion {
  /** Codes in order; null, for no category, is last. */
  readonly labels: readonly (string | null)[];
  /** `counts[expected][judged]`, by the position in `labels`. */
  readonly counts: readonly (readonly number[])[];
}

/** Of the items whose category is known; null if there are none. */
export function categoryConfusion(items: readonly CountedItem[]): CategoryConfusion | null {
  const pairs = items.flatMap(({ truth, judgement }) =>
    truth.policyCategory === undefined ? [] : [[truth.policyCategory, judgement.policyCategory] as const],
  );
  if (pairs.length === 0) return null;
  const used = new Set(pairs.flat());
  const codes = [...used].filter((label) => label !== null).sort();
  const labels = used.has(null) ? [...codes, null] : codes;
  const positions = new Map(labels.map((label, position) => [label, position]));
  const counts = labels.map(() => labels.map(() => 0));
  for (const [expected, judged] of pairs) counts[positions.get(expected)!]![positions.get(judged)!]! += 1;
  return { labels, counts };
}
