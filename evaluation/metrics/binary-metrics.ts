import { bootstrap } from "../statistics/bootstrap.ts";
import type { Interval } from "../statistics/interval.ts";
import { kappaInterval } from "../statistics/kappa-interval.ts";
import { cohenKappa, type LabelPair } from "../statistics/kappa.ts";
import { type Share, share } from "./share.ts";

export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** A measured value that is not a share, with its 95 % interval. */
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

export function binaryMetrics(confusion: Confusion): BinaryMetrics {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  const wrong = falsePositives + falseNegatives;
  const pairs: LabelPair[] = [
    ["1", "1", truePositives],
    ["0", "1", falsePositives],
    ["0", "0", trueNegatives],
    ["1", "0", falseNegatives],
  ];
  return {
    confusion,
    accuracy: share(truePositives + trueNegatives, truePositives + trueNegatives + wrong),
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

/** The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN). */
function f1([truePositives = 0, wrong = 0]: readonly number[]): number | null {
  const positives = 2 * truePositives + wrong;
  return positives === 0 ? null : (2 * truePositives) / positives;
}
