import type { ReasoningEffort } from "../../engine/engine.ts";
import { assertDecodable } from "../../engine/grammar/compile-grammar.ts";
import { reservedTokens } from "../../engine/decoding/plan-decoding.ts";
import type { ParsedPolicy } from "../../policies/policy.ts";
import type { PolicyVersionResource } from "../../schemas/policy.ts";
import type { Config } from "../config/config.ts";
import { promptTemplate } from "../judging/prepared-policies.ts";

export type ContextLimits = Pick<
  Config["engine"],
  "maxContextTokens" | "maxReasoningTokens" | "defaultReasoningEffort"
>;

/** The guide that comes with gpt-oss-safeguard advises 400 to 600 tokens, and warns of very long policies. */
const LONG_POLICY_TOKENS = 10_000;
/** Room for content that is called short. */
const SHORT_CONTENT_TOKENS = 1000;

export interface PolicySize {
  /** The prompt of a content without a word. */
  readonly promptTokens: number;
  /** What an item needs at the effort that reasons least, its content aside. */
  readonly leastTokens: number;
  /** What it needs at the policy's own effort. */
  readonly usualTokens: number;
}

/** How much of a model's context a policy takes. */
export function policySize(policy: ParsedPolicy, limits: ContextLimits): PolicySize {
  const { maxReasoningTokens, defaultReasoningEffort } = limits;
  const effort: ReasoningEffort = policy.frontMatter.reasoning_effort ?? defaultReasoningEffort;
  const promptTokens = promptTemplate(policy, effort).render("").tokens.length;
  const answerTokens = assertDecodable(policy.verdictSchema.strict);
  const withReasoning = (reasoning: number): number => promptTokens + reservedTokens(reasoning, answerTokens);
  return {
    promptTokens,
    leastTokens: withReasoning(Math.min(...Object.values(maxReasoningTokens))),
    usualTokens: withReasoning(maxReasoningTokens[effort]),
  };
}

/** What an author should know of a policy's length. */
export function sizeWarnings(
  { promptTokens, usualTokens }: PolicySize,
  { maxContextTokens }: ContextLimits,
): PolicyVersionResource["warnings"] {
  const left = maxContextTokens - usualTokens;
  if (left < SHORT_CONTENT_TOKENS) {
    const message =
      `The prompt has ${promptTokens} tokens. With reasoning and an answer that leaves ${Math.max(0, left)} of the ` +
      `context's ${maxContextTokens} for content, and longer content fails with prompt_too_long. Shorten the text, lower ` +
      "reasoning_effort, or have GAVEL_MAX_CONTEXT_TOKENS raised.";
    return [{ code: "context_short", message, lines: [] }];
  }
  if (promptTokens <= LONG_POLICY_TOKENS) return [];
  const message = `The prompt has ${promptTokens} tokens, and each item pays for them. 400 to 600 are advised, and the model was not made for more than about ${LONG_POLICY_TOKENS}.`;
  return [{ code: "text_long", message, lines: [] }];
}
