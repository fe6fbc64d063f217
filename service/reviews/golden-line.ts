import { codeSchema } from "../../schemas/common.ts";
import type { GoldenItemMessage } from "../../schemas/golden-set.ts";
import type { DecidedItem } from "./review-store.ts";

const MAX_CODE_CHARACTERS = codeSchema.maxLength;

/** A decided item as a line of a golden set, with the label that reviewers gave it. */
export function goldenLine({ record, content, reason }: DecidedItem): string {
  const { id, policy, review, verdict } = record;
  const outcome = review?.outcome;
  if (review === null || outcome === null || outcome === undefined) {
    throw new Error("An item without an outcome has no label");
  }
  const rules = review.state === "agreed" ? ruleIdsOf(verdict) : undefined;
  const item: GoldenItemMessage = {
    id,
    content,
    violation: outcome.violation,
    policy_category: outcome.policy_category,
    ...(rules === undefined ? {} : { rule_ids: rules }),
    ...(reason === null ? {} : { note: reason }),
    tags: [review.state, ...review.reasons],
    source: `review of ${policy.id}@${policy.version}`,
  };
  return `${JSON.stringify(item)}\n`;
}

/** Reviewers confirmed these rules along with the verdict; for an overturned verdict the correct rules are unknown. */
function ruleIdsOf(verdict: DecidedItem["record"]["verdict"]): string[] | undefined {
  const rules = verdict?.["rule_ids"];
  const isCode = (rule: unknown): boolean => typeof rule === "string" && rule.length <= MAX_CODE_CHARACTERS;
  return Array.isArray(rules) && rules.every(isCode) ? (rules as string[]) : undefined;
}
