import { CONTROL_TOKENS, STOP_TOKENS } from "./control-tokens.ts";
import { encodeOrdinary } from "./tokenizer.ts";

const { start, channel, message, end } = CONTROL_TOKENS;

/** `<|channel|>analysis<|message|>`: opens the analysis behind a prompt. */
export function analysisHeaderTokens(): number[] {
  return [channel, ...encodeOrdinary("analysis"), message];
}

/** `<|channel|>final<|message|>`: opens the answer behind a prompt, where the model has written nothing. */
export function firstFinalHeaderTokens(): number[] {
  return [channel, ...encodeOrdinary("final"), message];
}

/** `<|start|>assistant<|channel|>final<|message|>`: opens the answer behind a finished analysis message. */
export function finalHeaderTokens(): number[] {
  return [start, ...encodeOrdinary("assistant"), ...firstFinalHeaderTokens()];
}

/**
 * The tokens that bring the model from where it stopped or was stopped to the start of its answer.
 * `generated` is all it wrote behind the prompt, which ends with `<|start|>assistant`.
 *
 * An analysis message cut by its bound is closed first. So is a header cut in the middle, as an empty
 * message: nothing the model wrote has to be taken back out of a key/value cache.
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
