import { share } from "../../evaluation/metrics/share.ts";
import { cohenKappa } from "../../evaluation/statistics/kappa.ts";
import type { ReviewStats } from "../../schemas/review-item.ts";
import type { Label, LabelPair, ReviewCounts } from "./review-store.ts";

/** Computes the statistics of the API from the counts of the store. */
export function reviewStats({ pairs, sample, ...counts }: ReviewCounts, days: number): ReviewStats {
  const items = pairs.reduce((sum, pair) => sum + pair.items, 0);
  const equal = pairs.filter(({ first, second }) => categoryLabel(first) === categoryLabel(second));
  const sampled = share(sample.overturned, sample.decided);
  return {
    ...counts,
    days,
    second_reviewer: {
      items,
      agreement: share(
        equal.reduce((sum, pair) => sum + pair.items, 0),
        items,
      ).value,
      kappa_violation: cohenKappa(labels(pairs, ({ violation }) => String(violation))),
      kappa_category: cohenKappa(labels(pairs, categoryLabel)),
    },
    sample: {
      decided: sample.decided,
      overturned: sample.overturned,
      overturned_share: sampled.value,
      low: sampled.interval?.low ?? null,
      high: sampled.interval?.high ?? null,
    },
  };
}

function categoryLabel({ violation, policyCategory }: Label): string {
  return JSON.stringify([violation, policyCategory]);
}

function* labels(
  pairs: readonly LabelPair[],
  labelOf: (label: Label) => string,
): Generator<readonly [string, string]> {
  for (const { first, second, items } of pairs) {
    const pair = [labelOf(first), labelOf(second)] as const;
    for (let count = 0; count < items; count += 1) yield pair;
  }
}
