import type { PairedFigures } from "../../schemas/evaluation-comparison.ts";
import { MAX_ITEMS_SHOWN } from "../../schemas/report-item.ts";
import type { Comparison } from "../comparison/compare.ts";

/** Converts a comparison to the form that reports have. */
export function pairedFigures(comparison: Comparison): PairedFigures {
  const { paired, bothRight, bothWrong, fixed, broken, pValue, accuracy } = comparison;
  return {
    paired,
    both_right: bothRight,
    both_wrong: bothWrong,
    fixed,
    broken,
    p_value: pValue,
    accuracy: accuracy === null ? null : { difference: accuracy.difference, interval: accuracy.interval },
    only_base: listed(comparison.onlyBase),
    only_candidate: listed(comparison.onlyCandidate),
  };
}

function listed(ids: readonly string[]): PairedFigures["only_base"] {
  return { total: ids.length, ids: ids.slice(0, MAX_ITEMS_SHOWN) };
}
