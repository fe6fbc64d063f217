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
  /** Expected calibration error: the mean distance of score and share of violations, weighted by the items of each bin. */
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

/** Measures how well the scores are calibrated as probabilities. Null if no item has a score. */
export function calibration(items: readonly CountedItem[]): Calibration | null {
  const scored = items.flatMap(({ truth, judgement }) =>
    judgement.score === null ? [] : [{ score: judgement.score, label: truth.violation }],
  );
  if (scored.length === 0) return null;
  const bins = Array.from({ length: BINS }, (_, bin): CalibrationBin => {
    const inside = scored.filter(({ score }) => Math.min(BINS - 1, Math.floor(score * BINS)) === bin);
    const mean = (values: readonly number[]) => sum(values) / values.length;
    return {
      low: bin / BINS,
      high: (bin + 1) / BINS,
      items: inside.length,
      meanScore: mean(inside.map(({ score }) => score)),
      violations: mean(inside.map(({ label }) => label)),
    };
  }).filter((bin) => bin.items > 0);
  return {
    items: scored.length,
    brier: sum(scored.map(({ score, label }) => (score - label) ** 2)) / scored.length,
    expectedError:
      sum(bins.map((bin) => bin.items * Math.abs(bin.meanScore - bin.violations))) / scored.length,
    bins,
    thresholds: THRESHOLDS.map((threshold) => {
      const flagged = scored.filter(({ score }) => score >= threshold);
      const hits = sum(flagged.map(({ label }) => label));
      const violations = sum(scored.map(({ label }) => label));
      return {
        threshold,
        precision: flagged.length === 0 ? null : hits / flagged.length,
        recall: violations === 0 ? null : hits / violations,
      };
    }),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
