import { declareCodes } from "../../policies/declare-codes.ts";
import type { ParsedPolicy } from "../../policies/policy.ts";
import type { PolicyVersionResource } from "../../schemas/policy.ts";
import type { LintThread } from "../judging/lint-thread.ts";
import type { StoredPolicyVersion } from "../policies/policy-store.ts";

/** Converts a stored version to the resource that callers see. */
export async function policyVersionResource(
  { policyId, version, active, createdAt, policy }: StoredPolicyVersion,
  linter: Pick<LintThread, "lintVersion">,
): Promise<PolicyVersionResource> {
  const { findings, tokens } = await linter.lintVersion(policy);
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
    findings,
    reasoning_effort: policy.frontMatter.reasoning_effort ?? null,
    review: policy.frontMatter.review ?? null,
    sensitive: policy.frontMatter.sensitive ?? false,
    targets: policy.frontMatter.targets ?? null,
    output_schema: { ...policy.verdictSchema.strict },
    tokens: tokens?.policy ?? 0,
    created_at: createdAt.toISOString(),
  };
}

/** Returns the inferred codes and how to declare them; null if no code is inferred. */
function inferredOf(policy: ParsedPolicy): PolicyVersionResource["inferred"] {
  const categories = policy.inferred.categories && policy.categories.length > 0;
  const rules = policy.inferred.rules && policy.rules.length > 0;
  return categories || rules ? { categories, rules, front_matter: declareCodes(policy) } : null;
}
