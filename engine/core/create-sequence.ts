import type { GenerateRequest } from "../engine.ts";
import type { CompiledGrammar } from "../grammar/compile-grammar.ts";
import { GrammarMatcher } from "../grammar/grammar-matcher.ts";
import { planDecoding } from "../plan-decoding.ts";
import { Decoding } from "./decoding.ts";
import { LabelReader } from "./label-reader.ts";
import { seededDraws } from "./seeded-draws.ts";
import { Sequence, type SequenceOptions } from "./sequence.ts";

/** Throws PromptTooLongError where prompt, analysis and answer may not fit into `maxContextTokens`. */
export function createSequence<Place>(
  request: GenerateRequest,
  grammar: CompiledGrammar,
  maxContextTokens: number,
  outcome: Pick<SequenceOptions, "resolve" | "reject">,
): Sequence<Place> {
  const { prompt, maxReasoningTokens, seed, label } = request;
  const { tokens, maxAnswerTokens } = planDecoding(request, grammar, maxContextTokens);
  const decoding = new Decoding({
    maxReasoningTokens,
    matcher: new GrammarMatcher(grammar),
    maxAnswerTokens,
    draws: seed === null ? null : seededDraws(seed),
    label: label === undefined ? null : new LabelReader(label),
  });
  return new Sequence({ prompt: tokens, sharedTokens: prompt.sharedTokens, decoding, ...outcome });
}
