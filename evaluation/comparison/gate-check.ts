import type { Interval } from "../statistics/interval.ts";
import type { Target } from "./targets.ts";

/** A target with what was measured for it; null if it cannot be computed. */
export interface TargetCheck extends Target {
  readonly value: number | null;
  readonly interval: Interval | null;
}

/** One condition of the gate. */
export interface GateCheck {
  /** Short, such as `recall of ML2`. */
  readonly name: string;
  readonly passed: boolean;
  /** A sentence that says what was found. */
  readonly words: string;
  /** What was measured, if the condition is a target. */
  readonly target?: TargetCheck;
}
