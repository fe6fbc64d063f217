import { declareCodes } from "../../policies/declare-codes.ts";
import type { ParsedPolicy } from "../../policies/policy.ts";
import type { PolicyVersionResource } from "../../schemas/policy.ts";
import type { StoredPolicyVersion } from "../classify/policy-store.ts";

const MAX_CACHED_COUNTS = 1000;

/** Turns stored versions into what is shown of them. Token counts are kept by sha256: a text never changes. */
export function policyVersionResources(
  countTokens: (text: string) => number,
): (stored: StoredPolicyVersion) => PolicyVersionResource {
  const counts = new Map<string, number>();

  function tokensOf({ policy }: StoredPolicyVersion): number {
    const known = counts.get(policy.sha256);
    if (known !== undefined) return known;
    const count = countTokens(policy.instructions);
    if (counts.size >= MAX_CACHED_COUNTS) counts.clear();
    counts.set(policy.sha256, count);
    return count;
  }

  return (stored) => {
    const { policyId, version, active, createdAt, policy } = stored;
    return {
      policy_id: policyId,
      version,
      sha256: policy.sha256,
      active,
      title: policy.title,
      description: policy.frontMatter.description ?? null,
      categories: [...policy.categories],
      rules: [...policy.rules],
      inferred: inferredOf(policy),
      warnings: policy.warnings.map(({ code, message, lines }) => ({ code, message, lines: [...lines] })),
      reasoning_effort: policy.frontMatter.reasoning_effort ?? null,
      output_schema: { ...policy.verdictSchema.strict },
      tokens: tokensOf(stored),
      created_at: createdAt.toISOString(),
    };
  };
}

/** What was found and not declared, and how to declare it; null if there is nothing of the kind. */
function inferredOf(policy: ParsedPolicy): PolicyVersionResource["inferred"] {
  const categories = policy.inferred.categories && policy.categories.length > 0;
  const rules = policy.inferred.rules && policy.rules.length > 0;
  return categories || rules ? { categories, rules, front_matter: declareCodes(policy) } : null;
}
