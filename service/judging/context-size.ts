import type { ReasoningEffort } from "../../engine/engine.ts";
import { assertDecodable } from "../../engine/grammar/compile-grammar.ts";
import { reservedTokens } from "../../engine/decoding/plan-decoding.ts";
import type { ParsedPolicy } from "../../policies/policy.ts";
import type { Config } from "../config/config.ts";
import { promptTemplate } from "./prepared-policies.ts";

export type ContextLimits = Pick<
  Config["engine"],
  "maxContextTokens" | "maxReasoningTokens" | "defaultReasoningEffort"
>;

export interface ContextSize {
  /** The prompt with empty content. */
  readonly promptTokens: number;
  /** Tokens that an item needs in addition to its content, at the effort with the least reasoning. */
  readonly leastTokens: number;
  /** The same at the policy's own effort. */
  readonly usualTokens: number;
  /** The bound of the reasoning at that effort. */
  readonly usualReasoningTokens: number;
}

/** Computes how much of a model's context a policy takes. */
export function contextSize(policy: ParsedPolicy, limits: ContextLimits): ContextSize {
  const { maxReasoningTokens, defaultReasoningEffort } = limits;
  const effort: ReasoningEffort = policy.frontMatter.reasoning_effort ?? defaultReasoningEffort;
  const promptTokens = promptTemplate(policy, effort).render("").tokens.length;
  const answerTokens = assertDecodable(policy.verdictSchema.strict);
  const withReasoning = (reasoning: number): number => promptTokens + reservedTokens(reasoning, answerTokens);
  return {
    promptTokens,
    leastTokens: withReasoning(Math.min(...Object.values(maxReasoningTokens))),
    usualTokens: withReasoning(maxReasoningTokens[effort]),
    usualReasoningTokens: maxReasoningTokens[effort],
  };
}
