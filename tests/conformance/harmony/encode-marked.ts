import { CONTROL_TOKENS, type ControlToken } from "../../../engine/harmony/control-tokens.ts";
import { encodeOrdinary } from "../../../engine/harmony/tokenizer.ts";

/** Encodes a text in which control tokens are spelled out, as the published golden texts are. */
export function encodeMarked(text: string): number[] {
  return text.split(/(<\|[a-z]+\|>)/).flatMap((part) => {
    const id = CONTROL_TOKENS[part.slice(2, -2) as ControlToken];
    return part.startsWith("<|") && id !== undefined ? [id] : encodeOrdinary(part);
  });
}
