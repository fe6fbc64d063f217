import type { Judgement, Truth } from "../scored-item.ts";
import { mcnemarExact } from "../statistics/mcnemar.ts";
import { type PairedDifference, pairedDifference } from "../statistics/paired-difference.ts";

type Completed = Extract<Judgement, { status: "completed" }>;

/** An item for which the base and the candidate differ in violation or category. */
export interface Flip {
  readonly truth: Truth;
  readonly base: Completed;
  readonly candidate: Completed;
  /**
   * `fixed`: right with the candidate only; `broken`: right with the base only; `moved`: another category, or an item
   * without a label.
   */
  readonly kind: "fixed" | "broken" | "moved";
}

export interface Comparison {
  /** Labelled items that both have judged: the test and the difference are computed from these. */
  readonly paired: number;
  /** Of the paired items. */
  readonly bothRight: number;
  readonly bothWrong: number;
  readonly fixed: number;
  readonly broken: number;
  /** McNemar's exact test of fixed against broken. */
  readonly pValue: number;
  /** Of accuracy, candidate minus base; null without paired items. */
  readonly accuracy: PairedDifference | null;
  readonly flips: readonly Flip[];
  /** Ids that only one side has judged. They cannot be compared; a person must check why. */
  readonly onlyBase: readonly string[];
  readonly onlyCandidate: readonly string[];
}

/**
 * Compares two runs over the same golden items, paired by id and never by position. An item that failed or is missing
 * on one side is in `onlyBase` or `onlyCandidate`; one that neither has judged is left out. Throws RangeError if two
 * items have the same id.
 */
export function compare(
  truths: readonly Truth[],
  base: ReadonlyMap<string, Judgement>,
  candidate: ReadonlyMap<string, Judgement>,
): Comparison {
  requireDistinct(truths);
  const flips: Flip[] = [];
  const onlyBase: string[] = [];
  const onlyCandidate: string[] = [];
  const counts = { bothRight: 0, bothWrong: 0, fixed: 0, broken: 0 };
  for (const truth of truths) {
    const [first, second] = [base.get(truth.id), candidate.get(truth.id)];
    const isFirst = first?.status === "completed";
    const isSecond = second?.status === "completed";
    if (isFirst && isSecond) {
      const outcome = truth.violation === null ? null : outcomeOf(truth.violation, first, second);
      if (outcome !== null) counts[outcome] += 1;
      if (first.violation !== second.violation || first.policyCategory !== second.policyCategory) {
        const kind = outcome === "fixed" || outcome === "broken" ? outcome : "moved";
        flips.push({ truth, base: first, candidate: second, kind });
      }
    } else if (isFirst) {
      onlyBase.push(truth.id);
    } else if (isSecond) {
      onlyCandidate.push(truth.id);
    }
  }
  const { bothRight, bothWrong, fixed, broken } = counts;
  const paired = bothRight + bothWrong + fixed + broken;
  return {
    paired,
    ...counts,
    pValue: mcnemarExact(broken, fixed),
    accuracy: pairedDifference(broken, fixed, paired),
    flips,
    onlyBase,
    onlyCandidate,
  };
}

function outcomeOf(label: 0 | 1, base: Completed, candidate: Completed) {
  const [first, second] = [base.violation === label, candidate.violation === label];
  if (first) return second ? "bothRight" : "broken";
  return second ? "fixed" : "bothWrong";
}

function requireDistinct(truths: readonly Truth[]): void {
  const seen = new Set<string>();
  for (const { id } of truths) {
    if (seen.has(id)) throw new RangeError(`two golden items have the id ${id}`);
    seen.add(id);
  }
}
