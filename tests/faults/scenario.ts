import type { Constellation, Deployment } from "./constellation.ts";
import type { Stream } from "./load.ts";
import type { Outcome } from "./outcome.ts";

/** A figure of a run, in words, and whether it meets its target. Depends on the machine. */
export interface Measure {
  readonly holds: boolean;
  readonly sentence: string;
}

/** One experiment: a service under load, a fault, and what must hold at the end. */
export interface Scenario {
  /** A word of letters and dashes, as the command line takes it. */
  readonly name: string;
  /** One line for the listing. */
  readonly summary: string;
  readonly deployment?: Deployment;
  readonly streams: readonly Stream[];
  /** Load before the fault; default 5. */
  readonly warmUpSeconds?: number;
  /** Causes the fault and, unless the service must recover by itself, ends it. Resolves when that is done. */
  readonly fault: (stage: Constellation) => Promise<void>;
  /** Load after the fault; default 15. */
  readonly settleSeconds?: number;
  /** Processes of the service that are expected to end; default none. */
  readonly mayEnd?: boolean;
  /** The load exceeds the capacity, so requests are refused until the end. */
  readonly mayRefuse?: boolean;
  /** Figures that `npm run faults` reports and compares with their targets; a test, which asserts no time, does not. */
  readonly measures?: (outcome: Outcome) => readonly Measure[];
  /** Failed checks in addition to the audit of every scenario. */
  readonly check?: (outcome: Outcome) => readonly string[];
}

/** A moderate load of callers who wait for the verdict. */
export const MODEST: readonly Stream[] = [{ name: "callers", perSecond: 40, prefer: "wait=20" }];
