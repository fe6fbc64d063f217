import type { ReasoningEffort } from "../../engine/engine.ts";
import { assertDecodable } from "../../engine/grammar/compile-grammar.ts";
import { reservedTokens } from "../../engine/decoding/plan-decoding.ts";
import type { ParsedPolicy } from "../../policies/policy.ts";
import type { PolicyVersionResource } from "../../schemas/policy.ts";
import type { Config } from "../config/config.ts";
import { promptTemplate } from "./prepared-policies.ts";

export type ContextLimits = Pick<
  Config["engine"],
  "maxContextTokens" | "maxReasoningTokens" | "defaultReasoningEffort"
>;

/** The guide of gpt-oss-safeguard advises 400 to 600 tokens and warns of very long policies. */
const LONG_POLICY_TOKENS = 10_000;
/** Less room than this is reported to the author. */
const SHORT_CONTENT_TOKENS = 1000;

export interface ContextSize {
  /** The prompt with empty content. */
  readonly promptTokens: number;
  /** What an item needs in addition to its content at the effort that reasons least. */
  readonly leastTokens: number;
  /** The same at the policy's own effort. */
  readonly usualTokens: number;
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
  };
}

/** Warns the author about a policy's length. */
export function sizeWarnings(
  { promptTokens, usualTokens }: ContextSize,
  { maxContextTokens }: ContextLimits,
): PolicyVersionResource["warnings"] {
  const left = maxContextTokens - usualTokens;
  if (left < SHORT_CONTENT_TOKENS) {
    const message =
      `The prompt has ${promptTokens} tokens. With reasoning and a verdict, ${Math.max(0, left)} of the context's ` +
      `${maxContextTokens} tokens are left for content; longer content fails with prompt_too_long. Shorten the policy, ` +
      "lower reasoning_effort, or raise GAVEL_MAX_CONTEXT_TOKENS.";
    return [{ code: "context_short", message, lines: [] }];
  }
  if (promptTokens <= LONG_POLICY_TOKENS) return [];
  const message = `The prompt has ${promptTokens} tokens, which slow down each item. 400 to 600 are advised, and the model was not trained for more than about ${LONG_POLICY_TOKENS}. Shorten the policy.`;
  return [{ code: "text_long", message, lines: [] }];
}
