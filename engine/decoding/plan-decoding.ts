import type { GenerateRequest } from "../engine.ts";
import { PromptTooLongError } from "../errors.ts";
import { type CompiledGrammar, maxOutputTokens } from "../grammar/compile-grammar.ts";
import { analysisHeaderTokens, finalHeaderAfter } from "../harmony/assistant-headers.ts";
import { type Encoding, HARMONY } from "../harmony/encoding.ts";
import { renderRepair } from "../harmony/render-repair.ts";

/**
 * Context that is kept free for the output. The grammar's own bound counts one token for every byte of its longest
 * text, about four times what a model generates. An output may exceed this reserve if the context has space left.
 */
const RESERVED_OUTPUT_TOKENS = 1024;

/** What one request may use of a model's context. */
export interface DecodingPlan {
  /** The prompt up to `<|start|>assistant`; in a second attempt, followed by the output of the first. */
  readonly tokens: readonly number[];
  /** The number of leading tokens that all requests of the same policy share. */
  readonly sharedTokens: number;
  readonly maxAnswerTokens: number;
}

/** Plans one request. Throws PromptTooLongError if prompt, analysis and output may exceed `maxContextTokens`. */
export function planDecoding(
  { prompt, repair, maxReasoningTokens }: GenerateRequest,
  grammar: CompiledGrammar,
  maxContextTokens: number,
  encoding: Encoding = HARMONY,
): DecodingPlan {
  const shared = encoding.fromHarmony(prompt.tokens.subarray(0, prompt.sharedTokens));
  const rest = encoding.fromHarmony(prompt.tokens.subarray(prompt.sharedTokens));
  const firstAttempt = repair === undefined ? [] : encoding.fromHarmony(renderRepair(repair));
  const tokens = [...shared, ...rest, ...firstAttempt];
  const maxAnswerTokens = maxOutputTokens(grammar);
  if (tokens.length + reservedTokens(maxReasoningTokens, maxAnswerTokens, encoding) > maxContextTokens) {
    throw new PromptTooLongError(
      `The prompt has ${tokens.length} tokens. With up to ${maxReasoningTokens} tokens of reasoning and the output ` +
        `it does not fit into the engine's context of ${maxContextTokens} tokens.`,
    );
  }
  const left =
    maxContextTokens - tokens.length - maxReasoningTokens - headerTokens(maxReasoningTokens, encoding);
  return { tokens, sharedTokens: shared.length, maxAnswerTokens: Math.min(maxAnswerTokens, left) };
}

/** Tokens that a prompt must leave free: for reasoning, headers and output. */
export function reservedTokens(
  maxReasoningTokens: number,
  maxAnswerTokens: number,
  encoding: Encoding = HARMONY,
): number {
  const output = Math.min(maxAnswerTokens, RESERVED_OUTPUT_TOKENS);
  return maxReasoningTokens + headerTokens(maxReasoningTokens, encoding) + output;
}

/** Tokens of the headers that are forced around the analysis. */
function headerTokens(maxReasoningTokens: number, encoding: Encoding): number {
  const analysis = maxReasoningTokens === 0 ? [] : analysisHeaderTokens();
  return encoding.fromHarmony([...analysis, ...finalHeaderAfter(analysis)]).length;
}
