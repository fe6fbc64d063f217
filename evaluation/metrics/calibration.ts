import type { CountedItem } from "../scored-item.ts";

const BINS = 10;
const THRESHOLDS = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

export interface CalibrationBin {
  /** Scores from `low` (inclusive) to `high` (exclusive); the last bin includes 1. */
  readonly low: number;
  readonly high: number;
  readonly items: number;
  readonly meanScore: number;
  /** The share of the items that are violations. */
  readonly violations: number;
}

export interface Calibration {
  readonly items: number;
  /** Mean squared distance of the score from the label (G. W. Brier, Monthly Weather Review 78 (1950) 1): 0 is best. */
  readonly brier: number;
  /**
   * Expected calibration error: the mean distance between score and share of violations, weighted by the items of each
   * bin.
   */
  readonly expectedError: number;
  /** Only bins with items. */
  readonly bins: readonly CalibrationBin[];
  /** What would have been found if each score from `threshold` on had been judged as a violation. */
  readonly thresholds: readonly {
    readonly threshold: number;
    readonly precision: number | null;
    readonly recall: number | null;
  }[];
}

/** Measures how well the scores are calibrated as probabilities, with memory that does not grow with the items. */
export class CalibrationCounter {
  readonly #bins = Array.from({ length: BINS }, () => ({ items: 0, scores: 0, violations: 0 }));
  readonly #thresholds = THRESHOLDS.map((threshold) => ({ threshold, flagged: 0, hits: 0 }));
  #squares = 0;

  /** An item without a score does not count. */
  add({ truth: { violation }, judgement: { score } }: CountedItem): void {
    if (score === null) return;
    const bin = this.#bins[Math.min(BINS - 1, Math.floor(score * BINS))]!;
    bin.items += 1;
    bin.scores += score;
    bin.violations += violation;
    this.#squares += (score - violation) ** 2;
    for (const each of this.#thresholds) {
      if (score < each.threshold) continue;
      each.flagged += 1;
      each.hits += violation;
    }
  }

  /** Null if no item has a score. */
  calibration(): Calibration | null {
    const items = sum(this.#bins.map((bin) => bin.items));
    if (items === 0) return null;
    const violations = sum(this.#bins.map((bin) => bin.violations));
    const bins = this.#bins
      .map((bin, index) => ({
        low: index / BINS,
        high: (index + 1) / BINS,
        items: bin.items,
        meanScore: bin.scores / bin.items,
        violations: bin.violations / bin.items,
      }))
      .filter((bin) => bin.items > 0);
    return {
      items,
      brier: this.#squares / items,
      expectedError: sum(bins.map((bin) => bin.items * Math.abs(bin.meanScore - bin.violations))) / items,
      bins,
      thresholds: this.#thresholds.map(({ threshold, flagged, hits }) => ({
        threshold,
        precision: flagged === 0 ? null : hits / flagged,
        recall: violations === 0 ? null : hits / violations,
      })),
    };
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
