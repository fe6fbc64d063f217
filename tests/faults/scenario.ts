import type { Constellation, Deployment } from "./constellation.ts";
import type { Stream } from "./load.ts";
import type { Outcome } from "./outcome.ts";

/** A figure that a run showed, in words, and whether it is as good as promised. Depends on the machine. */
export interface Measure {
  readonly holds: boolean;
  readonly sentence: string;
}

/** One experiment: a service under load, something that goes wrong, and what must hold in the end. */
export interface Scenario {
  /** A word of letters and dashes, as the command line takes it. */
  readonly name: string;
  /** One line for the listing. */
  readonly summary: string;
  readonly deployment?: Deployment;
  readonly streams: readonly Stream[];
  /** Load before the fault; default 5. */
  readonly warmUpSeconds?: number;
  /** Brings the fault about and, unless the service must get over it alone, takes it back. Resolves when that is done. */
  readonly fault: (stage: Constellation) => Promise<void>;
  /** Load after the fault; default 15. */
  readonly settleSeconds?: number;
  /** Processes of the service that are expected to end; default none. */
  readonly mayEnd?: boolean;
  /** The load exceeds the capacity, so requests are refused to the end. */
  readonly mayRefuse?: boolean;
  /** Figures that `npm run faults` reports and holds to their promise; a test, which asserts no time, does not. */
  readonly measures?: (outcome: Outcome) => readonly Measure[];
  /** Sentences that say what did not hold, beyond what every scenario is audited for. */
  readonly check?: (outcome: Outcome) => readonly string[];
}

/** A modest load, of callers who wait for the verdict. */
export const MODEST: readonly Stream[] = [{ name: "callers", perSecond: 40, prefer: "wait=20" }];
