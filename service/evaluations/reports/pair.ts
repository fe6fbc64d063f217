import { compare, type Comparison } from "../../../evaluation/comparison/compare.ts";
import { reportItemOf } from "../../../evaluation/reports/report-item-of.ts";
import type { Evaluation } from "../../../schemas/evaluation.ts";
import type { ReportItem, ReportItems } from "../../../schemas/report-item.ts";
import type { Judged, ReportReader } from "./report-reader.ts";

/** How many items of each list a report shows. */
export interface ShownItems {
  readonly limit: number;
  readonly withContent: boolean;
}

/** One side of a pair, with the name of its answers. */
export interface Side {
  readonly by: string;
  readonly evaluation: Evaluation;
  readonly judged: Judged;
}

const ORDER = ["broken", "fixed", "moved"] as const;

/**
 * Compares all items that either side has. The labels of the second side are used: if the labels differ, they are
 * newer.
 */
export function compareSides(first: Side, second: Side): Comparison {
  const truths = new Map([...first.judged.truths, ...second.judged.truths]);
  return compare([...truths.values()], first.judged.judgements, second.judged.judgements);
}

/** The flips of a comparison, broken ones first. */
export function showFlips(
  reader: ReportReader,
  first: Side,
  second: Side,
  { flips }: Comparison,
  list: ShownItems,
): Promise<ReportItems> {
  const changes = ORDER.flatMap((kind) =>
    flips.filter((flip) => flip.kind === kind).map(({ truth }) => ({ id: truth.id, change: kind })),
  );
  return showPairs(reader, first, second, changes, list);
}

/** Items with the answers of both sides. */
export async function showPairs(
  reader: ReportReader,
  first: Side,
  second: Side,
  changes: readonly Pick<ReportItem, "id" | "change">[],
  { limit, withContent }: ShownItems,
): Promise<ReportItems> {
  const shown = changes.slice(0, limit);
  const ids = shown.map(({ id }) => id);
  const [firsts, seconds] = [
    await reader.items(first.evaluation, ids),
    await reader.items(second.evaluation, ids),
  ];
  return {
    total: changes.length,
    shown: shown.flatMap(({ id, change }) => {
      const [before, after] = [firsts.get(id), seconds.get(id)];
      if (before === undefined || after === undefined) return [];
      const sources = [
        { by: first.by, item: before },
        { by: second.by, item: after },
      ] as const;
      return [reportItemOf(change, [...sources], withContent)];
    }),
  };
}
