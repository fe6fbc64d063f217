import type { Targets } from "../../schemas/targets.ts";

/** What a version's author can require; the values of the front matter's `targets`. */
export type Measure = Exclude<keyof Targets, "decide_by" | "categories" | "minimum_items">;

const MEASURES: readonly Measure[] = [
  "accuracy",
  "precision",
  "recall",
  "f1",
  "kappa",
  "false_positive_rate",
];

/** A bound for one measure, of one category or of all items. */
export interface Target {
  /** `items`: the number of items that the figures are computed from. */
  readonly measure: Measure | "items";
  /** A category's code; null for all items. */
  readonly category: string | null;
  /** A maximum for the false positive rate, a minimum for all others. */
  readonly bound: number;
  /** `interval`: the worse end of the 95 % interval must reach the bound, and not only the measured value. */
  readonly decide_by: "estimate" | "interval";
}

/** The targets of a policy's front matter, those of all items first. */
export function listTargets(targets: Targets | undefined): Target[] {
  if (targets === undefined) return [];
  const decideBy = targets.decide_by ?? "estimate";
  return [
    ...targetsOf(targets, null, decideBy),
    ...Object.entries(targets.categories ?? {}).flatMap(([code, each]) => targetsOf(each, code, decideBy)),
  ];
}

type Bounds = Pick<Targets, Measure | "minimum_items">;

function targetsOf(bounds: Bounds, category: string | null, decideBy: Target["decide_by"]): Target[] {
  const targets = MEASURES.flatMap((measure): Target[] => {
    const bound = bounds[measure];
    return bound === undefined ? [] : [{ measure, category, bound, decide_by: decideBy }];
  });
  const { minimum_items: items } = bounds;
  return items === undefined
    ? targets
    : [{ measure: "items", category, bound: items, decide_by: "estimate" }, ...targets];
}
