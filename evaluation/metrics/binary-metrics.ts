import { bootstrap } from "../statistics/bootstrap.ts";
import type { Interval } from "../statistics/interval.ts";
import { kappaInterval } from "../statistics/kappa-interval.ts";
import { cohenKappa } from "../statistics/kappa.ts";
import { type Share, share } from "./share.ts";

/** The correct and the actual decision about one item. */
export interface Decision {
  readonly expected: boolean;
  readonly actual: boolean;
}

export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** A measured value that is no share, with its 95 % interval. */
export interface Estimate {
  readonly value: number | null;
  readonly interval: Interval | null;
}

export interface BinaryMetrics {
  readonly confusion: Confusion;
  readonly accuracy: Share;
  readonly precision: Share;
  readonly recall: Share;
  /** The share of the items without a violation that were judged as violations. */
  readonly falsePositiveRate: Share;
  /** Null if no item is positive, expected or actual. The interval is a bootstrap over the items. */
  readonly f1: Estimate;
  readonly kappa: Estimate;
}

export function binaryMetrics(decisions: readonly Decision[]): BinaryMetrics {
  const confusion = confusionOf(decisions);
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  const wrong = falsePositives + falseNegatives;
  const pairs = decisions.map(({ expected, actual }): [string, string] => [String(expected), String(actual)]);
  return {
    confusion,
    accuracy: share(truePositives + trueNegatives, decisions.length),
    precision: share(truePositives, truePositives + falsePositives),
    recall: share(truePositives, truePositives + falseNegatives),
    falsePositiveRate: share(falsePositives, falsePositives + trueNegatives),
    f1: {
      value: f1([truePositives, wrong]),
      interval: bootstrap([truePositives, wrong, trueNegatives], f1),
    },
    kappa: { value: cohenKappa(pairs), interval: kappaInterval(pairs) },
  };
}

function confusionOf(decisions: readonly Decision[]): Confusion {
  const count = (expected: boolean, actual: boolean) =>
    decisions.filter((each) => each.expected === expected && each.actual === actual).length;
  return {
    truePositives: count(true, true),
    falsePositives: count(false, true),
    trueNegatives: count(false, false),
    falseNegatives: count(true, false),
  };
}

/** The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN). */
function f1([truePositives = 0, wrong = 0]: readonly number[]): number | null {
  const positives = 2 * truePositives + wrong;
  return positives === 0 ? null : (2 * truePositives) / positives;
}
