import { CONTROL_TOKENS, VOCAB_SIZE } from "../../../../engine/harmony/control-tokens.ts";
import type { Generated, GeneratedToken } from "../generation.ts";
import { encodeMarkup } from "../text.ts";
import { type Fields, integers, Refusal } from "../wire.ts";

/** gpt-oss' `eos_token_id` in generation_config.json: return, endoftext, call. */
export const END_OF_SEQUENCE = [
  CONTROL_TOKENS.return,
  CONTROL_TOKENS.endoftext,
  CONTROL_TOKENS.call,
] as const;

/** Token ids unchanged; a string is tokenized, including control tokens. */
export function promptTokens(prompt: unknown): readonly number[] {
  const ids = typeof prompt === "string" ? encodeMarkup(prompt) : integers(prompt);
  if (ids === undefined || ids.length === 0 || ids.some((id) => id < 0 || id >= VOCAB_SIZE)) {
    throw new Refusal(400, "prompt must be a string or token ids, and not empty");
  }
  return ids;
}

/** The text of a completion, without the token that stopped it and up to the string that did. */
export function completionText(
  { tokens, stoppedBy }: Generated,
  render: (ids: readonly number[]) => string,
): string {
  const ids = tokens.map(({ id }) => id);
  if (typeof stoppedBy === "number") return render(ids.slice(0, -1));
  const whole = render(ids);
  return stoppedBy === null ? whole : whole.slice(0, whole.indexOf(stoppedBy));
}

/** OpenAI's legacy `logprobs`: parallel lists, alternatives as an object from spelling to log-probability. */
export function legacyLogprobs(
  tokens: readonly GeneratedToken[],
  spell: (id: number) => string,
  textOffset: (index: number) => number,
): Fields {
  return {
    text_offset: tokens.map((_, index) => textOffset(index)),
    token_logprobs: tokens.map(({ logprob }) => logprob),
    tokens: tokens.map(({ id }) => spell(id)),
    top_logprobs: tokens.map(({ id, logprob, top }) =>
      Object.fromEntries([{ id, logprob }, ...top].map((entry) => [spell(entry.id), entry.logprob])),
    ),
  };
}
