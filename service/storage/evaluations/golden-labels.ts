import type { GoldenItem } from "../../../evaluation/golden/golden-item.ts";

/** What an item's author wrote about it, without what has a column of its own. An unknown category is absent. */
export type StoredLabels = Pick<GoldenItem, "policyCategory" | "ruleIds" | "note" | "tags" | "source">;

export function labelsOf({ policyCategory, ruleIds, note, tags, source }: GoldenItem): StoredLabels {
  return {
    tags,
    ...(policyCategory === undefined ? {} : { policyCategory }),
    ...(ruleIds === undefined ? {} : { ruleIds }),
    ...(note === undefined ? {} : { note }),
    ...(source === undefined ? {} : { source }),
  };
}
