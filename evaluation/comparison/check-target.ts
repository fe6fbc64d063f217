import type { BinaryMetrics, Estimate } from "../metrics/binary-metrics.ts";
import type { Summary } from "../metrics/summarize.ts";
import type { GateCheck } from "./gate-check.ts";
import type { Measure, Target } from "./targets.ts";

const ESTIMATES: Readonly<Record<Measure, (metrics: BinaryMetrics) => Estimate>> = {
  accuracy: ({ accuracy }) => accuracy,
  precision: ({ precision }) => precision,
  recall: ({ recall }) => recall,
  f1: ({ f1 }) => f1,
  kappa: ({ kappa }) => kappa,
  false_positive_rate: ({ falsePositiveRate }) => falsePositiveRate,
};

/**
 * Whether a target is met. The measured value decides, because a golden set is chosen at the boundary and small: with 20 items
 * even a perfect recall has an interval down to 0.84. An author who wants proof sets `decide_by: interval`.
 */
export function checkTarget(summary: Summary, target: Target): GateCheck {
  const measured = measure(summary, target);
  const passed = isMet(target, measured);
  const words = `${finding(target, measured)}: ${outcome(target, measured, passed)}.`;
  return { name: nameOf(target), passed, words, target: { ...target, ...measured } };
}

function nameOf({ measure, category }: Target): string {
  return category === null ? measure : `${measure} of ${category}`;
}

function measure(summary: Summary, { measure, category }: Target): Estimate {
  const metrics = category === null ? summary.overall : summary.categories.get(category);
  if (measure === "items") {
    const items = category === null ? summary.counted : (metrics?.recall.total ?? 0);
    return { value: items, interval: null };
  }
  const estimate = metrics === undefined ? null : ESTIMATES[measure](metrics);
  return { value: estimate?.value ?? null, interval: estimate?.interval ?? null };
}

function isMet({ measure, bound, byInterval }: Target, { value, interval }: Estimate): boolean {
  if (value === null || (byInterval && interval === null)) return false;
  if (isMaximum(measure)) return (byInterval ? interval!.high : value) <= bound;
  return (byInterval ? interval!.low : value) >= bound;
}

function isMaximum(measure: Target["measure"]): boolean {
  return measure === "false_positive_rate";
}

function finding(target: Target, { value, interval }: Estimate): string {
  const { measure, category } = target;
  if (measure === "items") {
    return `${value} ${value === 1 ? "item" : "items"}${category === null ? "" : ` of ${category}`} labelled and judged`;
  }
  if (value === null) return `${nameOf(target)} cannot be computed, because no judged item counts for it`;
  const range =
    interval === null ? "" : ` (95 % interval ${interval.low.toFixed(3)} to ${interval.high.toFixed(3)})`;
  return `${nameOf(target)} is ${value.toFixed(3)}${range}`;
}

function outcome(target: Target, measured: Estimate, passed: boolean): string {
  const { measure, bound, byInterval } = target;
  const shown = measure === "items" ? String(bound) : bound.toFixed(3);
  const aim = `the target of at ${isMaximum(measure) ? "most" : "least"} ${shown}`;
  if (!passed && byInterval && isMet({ ...target, byInterval: false }, measured)) {
    return `the interval does not prove ${aim}; more items would narrow it`;
  }
  if (!passed) return `${aim} is missed`;
  const isProven = measured.interval === null || isMet({ ...target, byInterval: true }, measured);
  return `${aim} is met${isProven ? "" : ", though the interval does not prove it"}`;
}
