import type { GenerateRequest, GenerateResult } from "../../engine.ts";
import {
  analysisHeaderTokens,
  finalHeaderAfter,
  firstFinalHeaderTokens,
} from "../../harmony/assistant-headers.ts";
import { CONTROL_TOKENS, FIRST_CONTROL_TOKEN } from "../../harmony/control-tokens.ts";
import { parseCompletion } from "../../harmony/parse-completion.ts";
import { decodeTokens } from "../../harmony/tokenizer.ts";
import type { DecodingPlan } from "../../decoding/plan-decoding.ts";
import { emptyOutput, promptMismatch, truncatedOutput } from "../errors.ts";
import { labelLogprobs, TOP_LOGPROBS } from "./label-logprobs.ts";
import type { TokenChoice } from "../wire/token-choice.ts";
import type { TokenCompletion, TokenStep } from "../adapters/server-adapter.ts";

const { end, return: done, call, start, channel } = CONTROL_TOKENS;

/** A well-formed message does not continue after any of these. */
const STOP_TOKENS = [end, done, call, start, channel];

/**
 * Decodes in two steps over a server that continues token ids: the analysis until the model ends it or
 * its limit is reached, then our own final header and the output under the schema.
 *
 * `complete` sends one request. Throws EngineFailedError if the server read another number of prompt
 * tokens than were sent, OutputTruncatedError, OutputEmptyError, and the errors of `complete`.
 */
export async function decodeFromTokens(
  complete: (step: Omit<TokenStep, "model">) => Promise<TokenCompletion>,
  { maxReasoningTokens, outputSchema, seed, label }: GenerateRequest,
  { tokens, maxAnswerTokens }: DecodingPlan,
): Promise<GenerateResult> {
  const run = async (step: Omit<TokenStep, "model" | "stopTokens" | "seed">): Promise<TokenCompletion> => {
    const completion = await complete({ ...step, stopTokens: STOP_TOKENS, seed });
    const { promptTokens } = completion;
    if (promptTokens !== step.prompt.length) throw promptMismatch(promptTokens, step.prompt.length);
    return completion;
  };

  const generated: number[] = [];
  let analysis: readonly number[] = [];
  let cachedTokens: number | null = null;
  if (maxReasoningTokens > 0) {
    generated.push(...analysisHeaderTokens());
    const first = await run({
      prompt: [...tokens, ...generated],
      maxTokens: maxReasoningTokens,
      schema: null,
      topLogprobs: 0,
    });
    analysis = upToControlToken(first.tokens).slice(0, maxReasoningTokens);
    generated.push(...analysis);
    cachedTokens = first.cachedTokens;
  }

  generated.push(...finalHeaderAfter(generated));
  const second = await run({
    prompt: [...tokens, ...generated],
    maxTokens: maxAnswerTokens,
    schema: outputSchema,
    topLogprobs: label === undefined ? 0 : TOP_LOGPROBS,
  });
  return {
    reasoning: decodeTokens(analysis),
    final: finalText(second, maxAnswerTokens),
    usage: {
      promptTokens: tokens.length,
      cachedTokens: Math.min(cachedTokens ?? second.cachedTokens ?? 0, tokens.length),
      reasoningTokens: analysis.length,
      completionTokens: generated.length + second.tokens.length,
    },
    labelLogprobs: labelLogprobs(firstMessage(second.choices), label),
  };
}

/** A server may return the token that stopped it, and may have generated more after it. */
function upToControlToken(tokens: readonly number[]): readonly number[] {
  const at = tokens.findIndex((id) => id >= FIRST_CONTROL_TOKEN);
  return at < 0 ? tokens : tokens.slice(0, at);
}

/** The first complete message of the final channel; the rest of what a server returns is ignored. */
function finalText({ tokens, finish }: TokenCompletion, maxTokens: number): string {
  if (finish === "length") throw truncatedOutput(maxTokens);
  const { final } = parseCompletion([...firstFinalHeaderTokens(), ...tokens, done]);
  if (final === null || final.trim() === "") throw emptyOutput();
  return final;
}

/** The choices before the control token that ended the message: control tokens have no text. */
function firstMessage(choices: readonly TokenChoice[]): readonly TokenChoice[] {
  const at = choices.findIndex(({ text }) => text === "");
  return at < 0 ? choices : choices.slice(0, at);
}
