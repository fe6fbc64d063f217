import type { GenerateRequest, GenerateResult } from "../../engine.ts";
import type { CompiledGrammar } from "../../grammar/compile-grammar.ts";
import { GrammarMatcher } from "../../grammar/grammar-matcher.ts";
import { printJson } from "../../grammar/json-style.ts";
import { parseUniqueJson } from "../../grammar/parse-unique-json.ts";
import { neutralizeControlTokens } from "../../harmony/neutralize-control-tokens.ts";
import { encodeOrdinary } from "../../harmony/tokenizer.ts";
import type { DecodingPlan } from "../../decoding/plan-decoding.ts";
import { chatPrompt } from "./chat-prompt.ts";
import { emptyOutput, promptMismatch, truncatedOutput } from "../errors.ts";
import { labelLogprobs, TOP_LOGPROBS } from "./label-logprobs.ts";
import type { ChatCompletion, ChatStep } from "../adapters/server-adapter.ts";

/**
 * How many prompt tokens more or fewer than ours a template may make: its own date line, its own line of
 * effort or none, a tool section that is empty. Measured: 10 more (Hugging Face), 6 to 10 more (Ollama).
 */
const TEMPLATE_ADDS = 48;
const TEMPLATE_LACKS = 16;

export interface ChatDecodingOptions {
  readonly grammar: CompiledGrammar;
  /** What the server holds, in tokens. */
  readonly contextTokens: number;
  /** See ChatAdapter. */
  readonly thinksAgain: boolean;
}

/**
 * The two steps of an answer over a server that takes messages only. First free: the model thinks, and where
 * bound and model allow it answers; an answer that the grammar accepts is taken as it is. Otherwise a second
 * request carries the analysis, and its answer is under the schema.
 *
 * Throws EngineFailedError where the server read another number of prompt tokens than its template explains,
 * OutputTruncatedError, OutputEmptyError, and what `chat` throws.
 */
export async function decodeFromChat(
  chat: (step: Omit<ChatStep, "model">) => Promise<ChatCompletion>,
  request: GenerateRequest,
  { maxAnswerTokens }: DecodingPlan,
  { grammar, contextTokens, thinksAgain }: ChatDecodingOptions,
): Promise<GenerateResult> {
  const { maxReasoningTokens, outputSchema, seed, label } = request;
  const { tokens: expected, ...prompt } = chatPrompt(request);
  const fixed = { ...prompt, seed, contextTokens, topLogprobs: label === undefined ? 0 : TOP_LOGPROBS };

  let first: ChatCompletion | null = null;
  if (maxReasoningTokens > 0) {
    first = await chat({ ...fixed, analysis: null, schema: null, maxTokens: maxReasoningTokens });
    checkPromptTokens(first.promptTokens, expected);
    if (first.finish === "stop" && acceptedBy(grammar, first.content)) {
      return result(first, first, maxReasoningTokens, label);
    }
  }

  const analysis = first === null ? null : neutralizeControlTokens(first.reasoning);
  const added = analysis === null ? 0 : encodeOrdinary(JSON.stringify(analysis)).length + ANALYSIS_FRAME;
  const room = contextTokens - expected - TEMPLATE_ADDS - added;
  const thinking = thinksAgain ? maxReasoningTokens + SECOND_THOUGHT_TOKENS : 0;
  const second = await chat({
    ...fixed,
    analysis,
    schema: outputSchema,
    maxTokens: Math.max(1, Math.min(maxAnswerTokens + thinking, room)),
  });
  checkPromptTokens(second.promptTokens, expected, added);
  if (second.finish === "length") throw truncatedOutput(maxAnswerTokens);
  if (second.content.trim() === "") throw emptyOutput();
  return result(first, second, maxReasoningTokens, label);
}

/** Headers or a heading around an analysis that is sent back. */
const ANALYSIS_FRAME = 40;
/** Left for the headers and thoughts of a model that thinks anew, beyond the request's own bound: nothing stops it there. */
const SECOND_THOUGHT_TOKENS = 512;

/** `added`: what may stand in the prompt beyond it, all or in part. */
function checkPromptTokens(read: number | null, expected: number, added = 0): void {
  const fits = read !== null && read >= expected - TEMPLATE_LACKS && read <= expected + TEMPLATE_ADDS + added;
  if (!fits) throw promptMismatch(read, expected);
}

/** Whether a text is one JSON value, and one that the grammar could have written. */
function acceptedBy(grammar: CompiledGrammar, text: string): boolean {
  const printed = reprinted(text);
  if (printed === null) return false;
  const matcher = new GrammarMatcher(grammar);
  return (
    encodeOrdinary(printed).every((id) => matcher.acceptToken(id)) &&
    matcher.acceptToken(grammar.vocabulary.stopToken)
  );
}

function reprinted(text: string): string | null {
  try {
    return printJson(parseUniqueJson(text));
  } catch {
    return null;
  }
}

function result(
  first: ChatCompletion | null,
  last: ChatCompletion,
  maxReasoningTokens: number,
  label: GenerateRequest["label"],
): GenerateResult {
  const steps = first === null || first === last ? [last] : [first, last];
  const [opening] = steps;
  const reasoning = first?.reasoning ?? "";
  const completionTokens = steps.reduce((sum, step) => sum + step.completionTokens, 0);
  return {
    reasoning,
    final: last.content.trim(),
    usage: {
      promptTokens: opening?.promptTokens ?? 0,
      cachedTokens: opening?.cachedTokens ?? 0,
      reasoningTokens: Math.min(encodeOrdinary(reasoning).length, maxReasoningTokens),
      completionTokens,
    },
    labelLogprobs: labelLogprobs(last.choices, label),
  };
}
