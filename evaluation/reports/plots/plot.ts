import type { Interval } from "../../statistics/interval.ts";

/** What a plot shows; `title` describes it for people who cannot see it. */
export type Plot = IntervalsPlot | ReliabilityPlot | ThresholdsPlot | MatrixPlot;

/** Values from 0 to 1 with their intervals, one row for each name. */
export interface IntervalsPlot {
  readonly kind: "intervals";
  readonly title: string;
  /** Names of the values of a row: one, or two to compare. */
  readonly series: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    /** In the order of the series. */
    readonly values: readonly { readonly value: number | null; readonly interval: Interval | null }[];
    /** A target. */
    readonly bound: number | null;
  }[];
}

/** Mean score against the share of violations: on the diagonal, scores are probabilities. */
export interface ReliabilityPlot {
  readonly kind: "reliability";
  readonly title: string;
  readonly bins: readonly {
    readonly mean_score: number;
    readonly violations: number;
    readonly items: number;
  }[];
}

/** Precision and recall if scores from a threshold on were violations. */
export interface ThresholdsPlot {
  readonly kind: "thresholds";
  readonly title: string;
  readonly points: readonly {
    readonly threshold: number;
    readonly precision: number | null;
    readonly recall: number | null;
  }[];
}

/** How often each label was judged for each expected one. */
export interface MatrixPlot {
  readonly kind: "matrix";
  readonly title: string;
  readonly labels: readonly string[];
  /** `counts[expected][judged]` */
  readonly counts: readonly (readonly number[])[];
}
