import type { GenerateRequest } from "../engine.ts";
import { PromptTooLongError } from "../errors.ts";
import { type CompiledGrammar, maxOutputTokens } from "../grammar/compile-grammar.ts";
import { GrammarMatcher } from "../grammar/grammar-matcher.ts";
import { analysisHeaderTokens, finalHeaderAfter } from "../harmony/assistant-headers.ts";
import { renderRepair } from "../harmony/render-repair.ts";
import { Decoding } from "./decoding.ts";
import { LabelReader } from "./label-reader.ts";
import { greedySampler, seededSampler } from "./sampler.ts";
import { Sequence, type SequenceOptions } from "./sequence.ts";

/**
 * Context kept free for an answer. A grammar's own bound counts a token for every byte of its
 * longest text, some four times what a model writes: beyond this, an answer gets what is left and no more.
 */
const RESERVED_ANSWER_TOKENS = 1024;

/** Throws PromptTooLongError where prompt, analysis and answer may not fit into `maxContextTokens`. */
export function createSequence(
  request: GenerateRequest,
  grammar: CompiledGrammar,
  maxContextTokens: number,
  outcome: Pick<SequenceOptions, "resolve" | "reject">,
): Sequence {
  const { prompt, repair, maxReasoningTokens, seed, label } = request;
  const tokens =
    repair === undefined ? prompt.tokens : Uint32Array.of(...prompt.tokens, ...renderRepair(repair));
  const before = tokens.length + maxReasoningTokens + headerTokens(maxReasoningTokens);
  const maxAnswerTokens = maxOutputTokens(grammar);
  const left = maxContextTokens - before;
  if (left < Math.min(maxAnswerTokens, RESERVED_ANSWER_TOKENS)) {
    throw new PromptTooLongError(
      `The prompt has ${tokens.length} tokens. With up to ${maxReasoningTokens} tokens of reasoning and an answer ` +
        `it does not fit into the engine's ${maxContextTokens}.`,
    );
  }
  const decoding = new Decoding({
    maxReasoningTokens,
    matcher: new GrammarMatcher(grammar),
    maxAnswerTokens: Math.min(maxAnswerTokens, left),
    sampler: seed === null ? greedySampler() : seededSampler(seed),
    label: label === undefined ? null : new LabelReader(label),
  });
  return new Sequence({ prompt: tokens, sharedTokens: prompt.sharedTokens, decoding, ...outcome });
}

/** Tokens of the headers that are forced around the analysis. */
function headerTokens(maxReasoningTokens: number): number {
  const analysis = maxReasoningTokens === 0 ? [] : analysisHeaderTokens();
  return analysis.length + finalHeaderAfter(analysis).length;
}
