import { MAX_BLOCKED_REASON_CHARACTERS } from "../../../schemas/guardrail.ts";
import type { PolicyStore } from "../../policies/policy-store.ts";
import { categoryOf, type Judged } from "./judged.ts";

/** Reasons that are told: more help nobody. */
const MAX_REASONS = 3;

/**
 * Why something was blocked, for an end user's eyes: titles of policies and categories, as their authors wrote
 * them. Never the rationale, which may repeat the content, and never the reasoning.
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
