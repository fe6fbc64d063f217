import { CONTROL_TOKENS, FIRST_CONTROL_TOKEN } from "../../../engine/harmony/control-tokens.ts";
import { encodeOrdinary } from "../../../engine/harmony/tokenizer.ts";

/** After how many tokens the model ends its messages. */
export interface Habits {
  readonly analysisTokens: number;
  /** Of an answer that no schema holds. */
  readonly finalTokens: number;
}

const { start, channel, message, end, return: stop } = CONTROL_TOKENS;
const [ASSISTANT, ANALYSIS, FINAL] = ["assistant", "analysis", "final"].map((word) => {
  const [id, ...more] = encodeOrdinary(word);
  if (id === undefined || more.length > 0) throw new Error(`${word} is not one token`);
  return id;
}) as [number, number, number];

/** How a message is going on: the channel of the message the tokens end in, or null between messages. */
export function openChannel(tokens: readonly number[]): "analysis" | "final" | "other" | null {
  const at = lastControl(tokens, tokens.length);
  if (tokens[at] !== message) return null;
  const name = tokens[tokens.lastIndexOf(channel, at) + 1];
  return name === ANALYSIS ? "analysis" : name === FINAL ? "final" : "other";
}

/**
 * The token a trained gpt-oss model would surely write next, or null if it has a choice. The test model is
 * untrained: without help it would write no header and end no message, and no server could find its answer.
 * Only the frame is given to it; every word inside is the model's own.
 */
export function habitualToken(tokens: readonly number[], habits: Habits): number | null {
  const at = lastControl(tokens, tokens.length);
  const control = tokens[at];
  if (control === undefined) return null;
  const behind = tokens.length - at - 1;
  switch (control) {
    case start:
      return behind === 0 ? ASSISTANT : channel;
    case channel:
      return behind > 0 ? message : hasThought(tokens, at) ? FINAL : ANALYSIS;
    case message:
      return openChannel(tokens) === "final"
        ? behind >= habits.finalTokens
          ? stop
          : null
        : behind >= habits.analysisTokens
          ? end
          : null;
    case end:
      return start;
    default:
      return stop;
  }
}

/** Whether the message before the one that opens at `at` was an analysis. */
function hasThought(tokens: readonly number[], at: number): boolean {
  const before = tokens.lastIndexOf(channel, at - 1);
  return before >= 0 && tokens[before + 1] === ANALYSIS;
}

function lastControl(tokens: readonly number[], from: number): number {
  for (let at = from - 1; at >= 0; at -= 1) {
    if (tokens[at]! >= FIRST_CONTROL_TOKEN) return at;
  }
  return -1;
}
