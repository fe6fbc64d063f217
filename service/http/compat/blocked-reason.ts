import { MAX_BLOCKED_REASON_CHARACTERS } from "../../../schemas/guardrail.ts";
import type { PolicyStore } from "../../policies/policy-store.ts";
import { categoryOf, type Judged } from "./judged.ts";

/** A longer list does not help an end user. */
const MAX_REASONS = 3;

/**
 * Returns why content was blocked, in words that an end user may see: titles of policies and categories. Never the
 * rationale, which may repeat the content, and never the reasoning.
 */
export async function blockedReason(
  policies: Pick<PolicyStore, "getVersion">,
  violations: readonly Judged[],
): Promise<string> {
  const reasons = new Set<string>();
  for (const judged of violations) {
    const { id, version } = judged.record.policy;
    const { policy } = await policies.getVersion(id, version);
    const code = categoryOf(judged);
    const category = policy.categories.find((candidate) => candidate.code === code)?.title;
    reasons.add(`${policy.title ?? id}${category === undefined ? "" : ` (${category})`}`);
    if (reasons.size === MAX_REASONS) break;
  }
  const reason = `Blocked by policy: ${[...reasons].join("; ")}`;
  return Array.from(reason).slice(0, MAX_BLOCKED_REASON_CHARACTERS).join("");
}
