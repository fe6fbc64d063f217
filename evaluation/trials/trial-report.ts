import type { TrialReport } from "../../schemas/trial.ts";
import { share } from "../metrics/share.ts";
import { cohenKappa } from "../statistics/kappa.ts";

/** Intervals of time that a report shows; older ones count in its totals only. */
const MAX_INTERVALS = 1000;

/** The number of items of one interval of time for which both sides have the given decisions. */
export interface TrialOutcome {
  /** When the interval begins, as an ISO timestamp. */
  readonly from: string;
  readonly live: 0 | 1;
  readonly candidate: 0 | 1;
  readonly sameCategory: boolean;
  readonly items: number;
}

/** How often a candidate disagrees with live verdicts, in total and over time. */
export function trialReport(outcomes: readonly TrialOutcome[]): TrialReport {
  const sum = (matching: readonly TrialOutcome[]): number =>
    matching.reduce((total, { items }) => total + items, 0);
  const disagreementOf = (among: readonly TrialOutcome[]): TrialReport["disagreements"] =>
    share(sum(among.filter(disagrees)), sum(among));
  return {
    disagreements: disagreementOf(outcomes),
    only_live: sum(outcomes.filter(({ live, candidate }) => live > candidate)),
    only_candidate: sum(outcomes.filter(({ live, candidate }) => candidate > live)),
    other_category: sum(outcomes.filter((each) => each.live === each.candidate && !each.sameCategory)),
    kappa: cohenKappa(outcomes.map(({ live, candidate, items }) => [String(live), String(candidate), items])),
    over_time: intervalsOf(outcomes).map(([from, among]) => ({ from, disagreements: disagreementOf(among) })),
  };
}

function disagrees({ live, candidate, sameCategory }: TrialOutcome): boolean {
  return live !== candidate || !sameCategory;
}

function intervalsOf(
  outcomes: readonly TrialOutcome[],
): readonly (readonly [from: string, outcomes: readonly TrialOutcome[]])[] {
  const intervals = new Map<string, TrialOutcome[]>();
  for (const outcome of outcomes) {
    const among = intervals.get(outcome.from);
    if (among === undefined) intervals.set(outcome.from, [outcome]);
    else among.push(outcome);
  }
  return [...intervals].sort(([a], [b]) => (a < b ? -1 : 1)).slice(-MAX_INTERVALS);
}
