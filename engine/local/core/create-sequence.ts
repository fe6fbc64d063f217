import type { GenerateRequest } from "../../engine.ts";
import type { CompiledGrammar } from "../../grammar/compile-grammar.ts";
import { GrammarMatcher } from "../../grammar/grammar-matcher.ts";
import type { Encoding } from "../../harmony/encoding.ts";
import { planDecoding } from "../../decoding/plan-decoding.ts";
import { Decoding } from "./decoding.ts";
import { LabelReader } from "./label-reader.ts";
import { seededDraws } from "./seeded-draws.ts";
import { Sequence, type SequenceOptions } from "./sequence.ts";

/** Throws PromptTooLongError if prompt, analysis and answer may not fit into `maxContextTokens`. */
export function createSequence<Slot>(
  request: GenerateRequest,
  grammar: CompiledGrammar,
  { maxContextTokens, encoding }: { readonly maxContextTokens: number; readonly encoding: Encoding },
  outcome: Pick<SequenceOptions, "resolve" | "reject">,
): Sequence<Slot> {
  const { maxReasoningTokens, seed, label } = request;
  const { tokens, sharedTokens, maxAnswerTokens } = planDecoding(
    request,
    grammar,
    maxContextTokens,
    encoding,
  );
  const decoding = new Decoding({
    encoding,
    maxReasoningTokens,
    matcher: new GrammarMatcher(grammar),
    maxAnswerTokens,
    draws: seed === null ? null : seededDraws(seed),
    label: label === undefined ? null : new LabelReader(label, encoding),
  });
  return new Sequence({ prompt: tokens, sharedTokens, decoding, ...outcome });
}
