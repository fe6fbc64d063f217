import type { BinaryMetrics } from "./binary-metrics.ts";
import type { Calibration } from "./calibration.ts";
import type { CategoryConfusion } from "./category-confusion.ts";

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
  /** For each category that was expected or judged: that category against all others. */
  readonly categories: ReadonlyMap<string, BinaryMetrics>;
  readonly tags: ReadonlyMap<string, BinaryMetrics>;
  /** Null if no category is known. */
  readonly confusion: CategoryConfusion | null;
  readonly calibration: Calibration | null;
}
