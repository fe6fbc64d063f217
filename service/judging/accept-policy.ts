import { SchemaUnsupportedError } from "../../engine/errors.ts";
import { assertDecodable } from "../../engine/grammar/compile-grammar.ts";
import { PolicyError } from "../../policies/errors.ts";
import { parsePolicy } from "../../policies/parse-policy.ts";
import type { ParsedPolicy } from "../../policies/policy.ts";
import { type ContextLimits, contextSize } from "./context-size.ts";

/**
 * Parses a policy document and verifies that items can be judged by it: its verdicts are decodable and its text fits the
 * model's context. A policy that can never work is refused here, not item by item.
 *
 * Throws PolicyError.
 */
export function acceptPolicy(bytes: Uint8Array, limits: ContextLimits): ParsedPolicy {
  const policy = parsePolicy(bytes);
  assertVerdictsDecodable(policy);
  const { leastTokens, promptTokens } = contextSize(policy, limits);
  if (leastTokens > limits.maxContextTokens) {
    throw new PolicyError("policy_too_long", "The policy document does not fit the model's context", [
      {
        pointer: "",
        message:
          `makes a prompt of ${promptTokens} tokens and needs at least ${leastTokens} with reasoning and a verdict, but the ` +
          `context has ${limits.maxContextTokens}. Shorten the policy, or raise GAVEL_MAX_CONTEXT_TOKENS`,
      },
    ]);
  }
  return policy;
}

function assertVerdictsDecodable({ verdictSchema }: ParsedPolicy): void {
  try {
    assertDecodable(verdictSchema.strict);
  } catch (error) {
    if (!(error instanceof SchemaUnsupportedError)) throw error;
    const { pointer, reason } = error.location;
    throw verdictSchema.custom
      ? new PolicyError(
          "output_schema_invalid",
          "No verdict can be decoded under the output schema of the policy",
          [{ pointer: `/output_schema${pointer}`, message: reason }],
          { cause: error },
        )
      : new PolicyError(
          "front_matter_invalid",
          "The policy has more codes than a verdict can be decoded with",
          [{ pointer: "", message: `has codes whose verdict schema ${reason}; use fewer or shorter codes` }],
          { cause: error },
        );
  }
}
