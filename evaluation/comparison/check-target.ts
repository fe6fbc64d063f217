import type { EvaluationFigures } from "../../schemas/evaluation-report.ts";
import type { GateCheck } from "../../schemas/gate.ts";
import type { Estimate } from "../metrics/binary-metrics.ts";
import type { Target } from "./targets.ts";

/**
 * Whether a target is met. The measured value decides, because a golden set is chosen at the boundary and small: with
 * 20 items even a perfect recall has an interval down to 0.84. An author who wants proof sets `decide_by: interval`.
 */
export function checkTarget(figures: EvaluationFigures, target: Target): GateCheck {
  const measured = measure(figures, target);
  const passed = isMet(target, measured);
  const words = `${finding(target, measured)}: ${outcome(target, measured, passed)}.`;
  return { name: nameOf(target), passed, words, target: { ...target, ...measured } };
}

function nameOf({ measure, category }: Target): string {
  return category === null ? measure : `${measure} of ${category}`;
}

function measure({ counted, overall, categories }: EvaluationFigures, target: Target): Estimate {
  const { measure, category } = target;
  const metrics = category === null ? overall : categories.find(({ code }) => code === category)?.metrics;
  if (measure === "items") {
    return { value: category === null ? counted : (metrics?.recall.total ?? 0), interval: null };
  }
  return metrics === undefined ? { value: null, interval: null } : estimateOf(metrics[measure]);
}

function estimateOf({ value, interval }: Estimate): Estimate {
  return { value, interval };
}

function isMet({ measure, bound, decide_by }: Target, { value, interval }: Estimate): boolean {
  const byInterval = decide_by === "interval";
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
  const { measure, bound, decide_by } = target;
  const shown = measure === "items" ? String(bound) : bound.toFixed(3);
  const aim = `the target of at ${isMaximum(measure) ? "most" : "least"} ${shown}`;
  if (!passed && decide_by === "interval" && isMet({ ...target, decide_by: "estimate" }, measured)) {
    return `the interval does not prove ${aim}; more items would narrow it`;
  }
  if (!passed) return `${aim} is missed`;
  const isProven = measured.interval === null || isMet({ ...target, decide_by: "interval" }, measured);
  return `${aim} is met${isProven ? "" : ", though the interval does not prove it"}`;
}
