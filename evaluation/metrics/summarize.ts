import { type CountedItem, isCounted, type ScoredItem } from "../scored-item.ts";
import { type BinaryMetrics, binaryMetrics } from "./binary-metrics.ts";
import { type Calibration, calibration } from "./calibration.ts";
import { type CategoryConfusion, categoryConfusion } from "./category-confusion.ts";

export interface Summary {
  readonly items: number;
  /** Items that are labelled and judged. The others appear only in the three counts below. */
  readonly counted: number;
  readonly failed: number;
  /** Items without a judgement. */
  readonly missing: number;
  /** Items without a label. */
  readonly unlabelled: number;
  readonly overall: BinaryMetrics;
  /** For each category that was expected or judged: that one against all others. */
  readonly categories: ReadonlyMap<string, BinaryMetrics>;
  readonly tags: ReadonlyMap<string, BinaryMetrics>;
  /** Null if no category is known. */
  readonly confusion: CategoryConfusion | null;
  readonly calibration: Calibration | null;
}

/** Compares judgements of golden items with their labels. An item that failed or is missing is neither right nor wrong. */
export function summarize(items: readonly ScoredItem[]): Summary {
  const counted = items.filter(isCounted);
  const labelled = items.filter(({ truth }) => truth.violation !== null);
  return {
    items: items.length,
    counted: counted.length,
    failed: labelled.filter(({ judgement }) => judgement?.status === "failed").length,
    missing: labelled.filter(({ judgement }) => judgement === null).length,
    unlabelled: items.length - labelled.length,
    overall: overall(counted),
    categories: byCategory(counted),
    tags: byTag(counted),
    confusion: categoryConfusion(counted),
    calibration: calibration(counted),
  };
}

function overall(items: readonly CountedItem[]): BinaryMetrics {
  return binaryMetrics(
    items.map(({ truth, judgement }) => ({
      expected: truth.violation === 1,
      actual: judgement.violation === 1,
    })),
  );
}

function byCategory(items: readonly CountedItem[]): Map<string, BinaryMetrics> {
  const known = items.filter(({ truth }) => truth.policyCategory !== undefined);
  const codes = new Set(
    known.flatMap(({ truth, judgement }) => [truth.policyCategory, judgement.policyCategory]),
  );
  const metrics = new Map<string, BinaryMetrics>();
  for (const code of [...codes].filter((each) => each !== null && each !== undefined).sort()) {
    const decisions = known.map(({ truth, judgement }) => ({
      expected: truth.policyCategory === code,
      actual: judgement.policyCategory === code,
    }));
    metrics.set(code, binaryMetrics(decisions));
  }
  return metrics;
}

function byTag(items: readonly CountedItem[]): Map<string, BinaryMetrics> {
  const tags = [...new Set(items.flatMap(({ truth }) => truth.tags))].sort();
  return new Map(tags.map((tag) => [tag, overall(items.filter(({ truth }) => truth.tags.includes(tag)))]));
}
