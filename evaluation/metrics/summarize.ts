import type { ScoredItem } from "../scored-item.ts";
import type { Summary } from "./summary.ts";
import { Tally } from "./tally.ts";

/**
 * Compares judgements of golden items with their labels. An item that failed or is missing is neither right nor wrong.
 */
export function summarize(items: Iterable<ScoredItem>): Summary {
  const tally = new Tally();
  for (const item of items) tally.add(item);
  return tally.summary();
}
