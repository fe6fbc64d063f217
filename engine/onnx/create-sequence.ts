import type { GenerateRequest } from "../engine.ts";
import type { CompiledGrammar } from "../grammar/compile-grammar.ts";
import { GrammarMatcher } from "../grammar/grammar-matcher.ts";
import { planDecoding } from "../plan-decoding.ts";
import { Decoding } from "./decoding.ts";
import { LabelReader } from "./label-reader.ts";
import { greedySampler, seededSampler } from "./sampler.ts";
import { Sequence, type SequenceOptions } from "./sequence.ts";

/** Throws PromptTooLongError where prompt, analysis and answer may not fit into `maxContextTokens`. */
export function createSequence(
  request: GenerateRequest,
  grammar: CompiledGrammar,
  maxContextTokens: number,
  outcome: Pick<SequenceOptions, "resolve" | "reject">,
): Sequence {
  const { prompt, maxReasoningTokens, seed, label } = request;
  const { tokens, maxAnswerTokens } = planDecoding(request, grammar, maxContextTokens);
  const decoding = new Decoding({
    maxReasoningTokens,
    matcher: new GrammarMatcher(grammar),
    maxAnswerTokens,
    sampler: seed === null ? greedySampler() : seededSampler(seed),
    label: label === undefined ? null : new LabelReader(label),
  });
  return new Sequence({ prompt: tokens, sharedTokens: prompt.sharedTokens, decoding, ...outcome });
}
