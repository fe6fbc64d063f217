import { CONTROL_TOKENS, STOP_TOKENS } from "./control-tokens.ts";
import { encodeOrdinary } from "./tokenizer.ts";

const { start, channel, message, end } = CONTROL_TOKENS;

/** `<|channel|>analysis<|message|>`: opens the analysis after a prompt. */
export function analysisHeaderTokens(): number[] {
  return [channel, ...encodeOrdinary("analysis"), message];
}

/** `<|channel|>final<|message|>`: opens the final message directly after a prompt. */
export function firstFinalHeaderTokens(): number[] {
  return [channel, ...encodeOrdinary("final"), message];
}

/** `<|start|>assistant<|channel|>final<|message|>`: opens the final message after a complete analysis message. */
export function finalHeaderTokens(): number[] {
  return [start, ...encodeOrdinary("assistant"), ...firstFinalHeaderTokens()];
}

/**
 * Returns the tokens to append to `generated` so that the final message begins. `generated` is everything after
 * the prompt, which ends with `<|start|>assistant`.
 *
 * An analysis message that was cut at its limit is closed first. So is an incomplete header, as an empty
 * message: no generated token has to be removed from the KV cache.
 */
export function finalHeaderAfter(generated: readonly number[]): number[] {
  const assistant = encodeOrdinary("assistant");
  const written = [start, ...assistant, ...generated];
  const at = written.findLastIndex((id) => id === start || id === message || STOP_TOKENS.has(id));
  const boundary = written[at]!;
  const header = written.slice(at + 1);
  if (boundary === message) {
    return [end, ...finalHeaderTokens()];
  }
  if (boundary === start && header.length === 0) {
    return [...assistant, ...firstFinalHeaderTokens()];
  }
  if (
    boundary === start &&
    header.length === assistant.length &&
    header.every((id, i) => id === assistant[i])
  ) {
    return firstFinalHeaderTokens();
  }
  return boundary !== start && header.length === 0
    ? finalHeaderTokens()
    : [message, end, ...finalHeaderTokens()];
}
