import type { BinaryMetrics } from "../metrics/binary-metrics.ts";
import type { Summary } from "../metrics/summarize.ts";
import type { Comparison } from "./compare.ts";

/** The significance level at which a loss of accuracy closes the gate. */
const SIGNIFICANT = 0.05;

const MEASURES = {
  accuracy: ({ accuracy }: BinaryMetrics) => accuracy.value,
  precision: ({ precision }: BinaryMetrics) => precision.value,
  recall: ({ recall }: BinaryMetrics) => recall.value,
  false_positive_rate: ({ falsePositiveRate }: BinaryMetrics) => falsePositiveRate.value,
  f1: ({ f1 }: BinaryMetrics) => f1.value,
} as const;

export type Measure = keyof typeof MEASURES;

/** A requirement of the policy's author: a bound for one measure, of one category or of all items. */
export interface Target {
  readonly measure: Measure;
  /** A category's code; null for all items. */
  readonly category: string | null;
  readonly bound: number;
}

export interface GateResult {
  readonly open: boolean;
  /** A sentence for each missed target, for items that were not judged, and for a significant loss. */
  readonly reasons: readonly string[];
}

/**
 * Decides whether a policy version may become active: every target is met, every labelled item was judged, and the version is
 * not significantly worse than the one it replaces. A measure that cannot be computed misses its target.
 */
export function gate(
  summary: Summary,
  targets: readonly Target[],
  comparison: Comparison | null,
): GateResult {
  const reasons = targets.flatMap((target) => missed(summary, target) ?? []);
  const unjudged = summary.failed + summary.missing;
  if (unjudged > 0) {
    reasons.push(
      `${unjudged} of ${unjudged + summary.counted} labelled items were not judged; run the evaluation again.`,
    );
  }
  if (comparison?.accuracy && comparison.broken > comparison.fixed && comparison.pValue < SIGNIFICANT) {
    reasons.push(
      `${comparison.broken} items that were right before are now wrong, and ${comparison.fixed} that were wrong are now ` +
        `right (p = ${comparison.pValue.toPrecision(2)}).`,
    );
  }
  return { open: reasons.length === 0, reasons };
}

/** The bound of the false positive rate is a maximum; all others are minimums. */
function missed(summary: Summary, { measure, category, bound }: Target): string | null {
  const metrics = category === null ? summary.overall : summary.categories.get(category);
  const value = metrics === undefined ? null : MEASURES[measure](metrics);
  const name = category === null ? measure : `${measure} of ${category}`;
  if (value === null) return `${name} cannot be computed: the golden set has no items for it.`;
  const atMost = measure === "false_positive_rate";
  if (atMost ? value <= bound : value >= bound) return null;
  return `${name} is ${value.toFixed(3)}; the target is at ${atMost ? "most" : "least"} ${bound.toFixed(3)}.`;
}
