import {
  CONTROL_TOKENS,
  type ControlToken,
  controlTokenSpelling,
  FIRST_CONTROL_TOKEN,
} from "../../../engine/harmony/control-tokens.ts";
import { decodeTokens, encodeOrdinary, tokenBytes } from "../../../engine/harmony/tokenizer.ts";

const MARKUP = /<\|([a-z]+)\|>/g;

/**
 * Text to token ids as by servers that take text: every spelling of a control token becomes one, whoever wrote it
 * (llama.cpp's tokenize with parse_special, Hugging Face tokenizers by default).
 */
export function encodeMarkup(text: string): number[] {
  const ids: number[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKUP)) {
    const name = match[1]!;
    if (Object.hasOwn(CONTROL_TOKENS, name)) {
      ids.push(...encodeOrdinary(text.slice(from, match.index)), CONTROL_TOKENS[name as ControlToken]);
      from = match.index + match[0].length;
    }
  }
  return [...ids, ...encodeOrdinary(text.slice(from))];
}

/** Without control tokens, as `skip_special_tokens` leaves it. */
export function plainText(ids: readonly number[]): string {
  return decodeTokens(ids.filter((id) => id < FIRST_CONTROL_TOKEN));
}

/** Control tokens by their spelling. */
export function markedText(ids: readonly number[]): string {
  return decodeTokens(ids);
}

/** The UTF-8 of one token, which may be part of a character. */
export function bytesOf(id: number): number[] {
  return [...(tokenBytes(id) ?? Buffer.from(controlTokenSpelling(id) ?? ""))];
}
