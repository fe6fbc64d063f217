import { undecodablePart } from "../../engine/grammar/compile-grammar.ts";
import { PolicyError } from "../../policies/errors.ts";
import { parsePolicy } from "../../policies/parse-policy.ts";
import type { ParsedPolicy } from "../../policies/policy.ts";
import { assertVerdictsDecodable } from "../../policies/verdicts-decodable.ts";
import { type ContextLimits, contextSize } from "./context-size.ts";

/**
 * Parses a policy document and verifies that items can be judged under it. A policy that can never work is refused
 * here, not item by item.
 *
 * Throws PolicyError.
 */
export function acceptPolicy(bytes: Uint8Array, limits: ContextLimits): ParsedPolicy {
  const policy = parsePolicy(bytes);
  assertRunnable(policy, limits);
  return policy;
}

/** Verifies that verdicts of a policy are decodable and its text fits the model's context. Throws PolicyError. */
export function assertRunnable(policy: ParsedPolicy, limits: ContextLimits): void {
  assertVerdictsDecodable(policy, undecodablePart);
  const { leastTokens, promptTokens } = contextSize(policy, limits);
  if (leastTokens <= limits.maxContextTokens) return;
  throw new PolicyError("policy_too_long", "The policy document does not fit the model's context", [
    {
      pointer: "",
      message:
        `makes a prompt of ${promptTokens} tokens and needs at least ${leastTokens} with reasoning and a verdict, but the ` +
        `context has ${limits.maxContextTokens}. Shorten the policy, or raise GAVEL_MAX_CONTEXT_TOKENS`,
    },
  ]);
}
