import type { PolicyDiff } from "../../schemas/policy-diff.ts";
import type { ParsedPolicy } from "../policy.ts";
import { changesOf } from "./changes.ts";
import { textDiff } from "./text-diff.ts";

export interface DiffSide {
  readonly policyId: string;
  readonly version: number;
  readonly policy: ParsedPolicy;
}

/** What changed from one version of a policy to another, in its meaning and in its text. */
export function diffPolicies(
  from: DiffSide,
  to: DiffSide,
  countTokens: (text: string) => number,
): PolicyDiff {
  const sideOf = ({ version, policy }: DiffSide): PolicyDiff["from"] => ({
    version,
    sha256: policy.sha256,
    tokens: countTokens(policy.instructions),
    inferred: { ...policy.inferred },
  });
  const textOf = ({ policyId, version, policy }: DiffSide) => ({
    name: `${policyId}@${version}`,
    text: policy.source,
  });
  return {
    policy_id: to.policyId,
    from: sideOf(from),
    to: sideOf(to),
    ...changesOf(from.policy, to.policy),
    text: textDiff(textOf(from), textOf(to)),
  };
}
