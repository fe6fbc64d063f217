import type { GoldenItem } from "../../../evaluation/golden/golden-item.ts";

/** The properties that an item's author set, except those that have their own column. An unknown category is absent. */
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
