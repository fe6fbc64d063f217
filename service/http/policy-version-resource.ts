import { declareCodes } from "../../policies/declare-codes.ts";
import type { ParsedPolicy } from "../../policies/policy.ts";
import type { PolicyVersionResource } from "../../schemas/policy.ts";
import { type ContextLimits, contextSize, sizeWarnings } from "../judging/context-size.ts";
import type { StoredPolicyVersion } from "../policies/policy-store.ts";

const MAX_CACHED_COUNTS = 1000;

interface Length {
  readonly tokens: number;
  readonly warnings: PolicyVersionResource["warnings"];
}

/** Converts stored versions to resources. Token counts are cached by SHA-256, since a text never changes. */
export function policyVersionResources(
  countTokens: (text: string) => number,
  limits: ContextLimits,
): (stored: StoredPolicyVersion) => PolicyVersionResource {
  const known = new Map<string, Length>();

  function lengthOf(policy: ParsedPolicy): Length {
    const cached = known.get(policy.sha256);
    if (cached !== undefined) return cached;
    const warnings = sizeWarnings(contextSize(policy, limits), limits);
    const length = { tokens: countTokens(policy.instructions), warnings };
    if (known.size >= MAX_CACHED_COUNTS) known.clear();
    known.set(policy.sha256, length);
    return length;
  }

  return (stored) => {
    const { policyId, version, active, createdAt, policy } = stored;
    const { tokens, warnings } = lengthOf(policy);
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
      warnings: [
        ...policy.warnings.map(({ code, message, lines }) => ({ code, message, lines: [...lines] })),
        ...warnings,
      ],
      reasoning_effort: policy.frontMatter.reasoning_effort ?? null,
      targets: policy.frontMatter.targets ?? null,
      output_schema: { ...policy.verdictSchema.strict },
      tokens,
      created_at: createdAt.toISOString(),
    };
  };
}

/** Returns the inferred codes and how to declare them; null if no code is inferred. */
function inferredOf(policy: ParsedPolicy): PolicyVersionResource["inferred"] {
  const categories = policy.inferred.categories && policy.categories.length > 0;
  const rules = policy.inferred.rules && policy.rules.length > 0;
  return categories || rules ? { categories, rules, front_matter: declareCodes(policy) } : null;
}
