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
      reasoning_effort: policy.frontMatter.reasoning_effort ?? null,
      output_schema: { ...policy.verdictSchema.strict },
      tokens: tokensOf(stored),
      created_at: createdAt.toISOString(),
    };
  };
}
