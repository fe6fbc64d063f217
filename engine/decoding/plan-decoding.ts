import type { GenerateRequest } from "../engine.ts";
import { PromptTooLongError } from "../errors.ts";
import { type CompiledGrammar, maxOutputTokens } from "../grammar/compile-grammar.ts";
import { analysisHeaderTokens, finalHeaderAfter } from "../harmony/assistant-headers.ts";
import { type Encoding, HARMONY } from "../harmony/encoding.ts";
import { renderRepair } from "../harmony/render-repair.ts";

/**
 * Context kept free for an answer. A grammar's own bound counts a token for every byte of its
 * longest text, some four times what a model writes: beyond this, an answer gets what is left and no more.
 */
const RESERVED_ANSWER_TOKENS = 1024;

/** What one request may take of a model's context. */
export interface DecodingPlan {
  /** The prompt up to `<|start|>assistant`, with the first attempt behind it where this is the second. */
  readonly tokens: Uint32Array;
  readonly maxAnswerTokens: number;
}

/** Throws PromptTooLongError where prompt, analysis and answer may not fit into `maxContextTokens`. */
export function planDecoding(
  { prompt, repair, maxReasoningTokens }: GenerateRequest,
  grammar: CompiledGrammar,
  maxContextTokens: number,
  encoding: Encoding = HARMONY,
): DecodingPlan {
  const rendered = repair === undefined ? prompt.tokens : concatenated(prompt.tokens, renderRepair(repair));
  const tokens = Uint32Array.from(encoding.fromHarmony(rendered));
  const before = tokens.length + maxReasoningTokens + headerTokens(maxReasoningTokens, encoding);
  const maxAnswerTokens = maxOutputTokens(grammar);
  const left = maxContextTokens - before;
  if (tokens.length + reservedTokens(maxReasoningTokens, maxAnswerTokens, encoding) > maxContextTokens) {
    throw new PromptTooLongError(
      `The prompt has ${tokens.length} tokens. With up to ${maxReasoningTokens} tokens of reasoning and an answer ` +
        `it does not fit into the engine's ${maxContextTokens}.`,
    );
  }
  return { tokens, maxAnswerTokens: Math.min(maxAnswerTokens, left) };
}

/** Tokens that must be left beside a prompt: for reasoning, headers, and an answer. */
export function reservedTokens(
  maxReasoningTokens: number,
  maxAnswerTokens: number,
  encoding: Encoding = HARMONY,
): number {
  const answer = Math.min(maxAnswerTokens, RESERVED_ANSWER_TOKENS);
  return maxReasoningTokens + headerTokens(maxReasoningTokens, encoding) + answer;
}

/** Tokens of the headers that are forced around the analysis. */
function headerTokens(maxReasoningTokens: number, encoding: Encoding): number {
  const analysis = maxReasoningTokens === 0 ? [] : analysisHeaderTokens();
  return encoding.fromHarmony([...analysis, ...finalHeaderAfter(analysis)]).length;
}

function concatenated(first: Uint32Array, second: ArrayLike<number>): Uint32Array {
  const tokens = new Uint32Array(first.length + second.length);
  tokens.set(first);
  tokens.set(second, first.length);
  return tokens;
}
