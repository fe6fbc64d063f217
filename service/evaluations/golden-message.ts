import type { GoldenItem } from "../../evaluation/golden/golden-item.ts";
import type { GoldenItemMessage } from "../../schemas/golden-set.ts";

/** The properties that an item's author set, in the form of the API. Unknown properties are absent. */
export function goldenMessage({
  id,
  violation,
  policyCategory,
  ruleIds,
  note,
  tags,
  source,
}: Omit<GoldenItem, "content">): Omit<GoldenItemMessage, "content"> {
  return {
    id,
    violation,
    ...(policyCategory === undefined ? {} : { policy_category: policyCategory }),
    ...(ruleIds === undefined ? {} : { rule_ids: [...ruleIds] }),
    ...(note === undefined ? {} : { note }),
    tags: [...tags],
    ...(source === undefined ? {} : { source }),
  };
}
