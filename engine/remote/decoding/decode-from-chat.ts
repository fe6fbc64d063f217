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
 * How many tokens more or fewer than our template another template may have: a date line, an effort line or
 * none, an empty tool section. Measured: 10 more (Hugging Face), 6 to 10 more (Ollama).
 */
const MAX_TEMPLATE_EXCESS = 48;
const MAX_TEMPLATE_DEFICIT = 16;

export interface ChatDecodingOptions {
  readonly grammar: CompiledGrammar;
  /** The context of the server, in tokens. */
  readonly contextTokens: number;
  /** See ChatAdapter. */
  readonly thinksAgain: boolean;
}

/**
 * Decodes in two steps over a server that takes only messages. The first step is free: the model reasons, and may
 * finish with an output; one that the grammar accepts is the result. Otherwise a second request contains the
 * analysis, and its output is constrained by the schema.
 *
 * Throws EngineFailedError if the server read another number of prompt tokens than its template explains,
 * OutputTruncatedError, OutputEmptyError, and the errors of `chat`.
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
  const room = contextTokens - expected - MAX_TEMPLATE_EXCESS - added;
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

/** Tokens of the headers or the heading around an analysis that is sent back. */
const ANALYSIS_FRAME = 40;
/**
 * Tokens for the headers and reasoning of a model that reasons again, beyond the request's limit, which is not enforced
 * there.
 */
const SECOND_THOUGHT_TOKENS = 512;

/** `added`: tokens that the prompt may contain in addition, all or in part. */
function checkPromptTokens(read: number | null, expected: number, added = 0): void {
  const fits =
    read !== null &&
    read >= expected - MAX_TEMPLATE_DEFICIT &&
    read <= expected + MAX_TEMPLATE_EXCESS + added;
  if (!fits) throw promptMismatch(read, expected);
}

/** Whether a text is a JSON value that the grammar allows, apart from its white space. */
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
