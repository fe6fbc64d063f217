import { tokenBytes } from "../../harmony/tokenizer.ts";

/** An ordinary token's bytes as text, each a character U+0000..U+00FF; "" for a control token. For comparing ASCII. */
export function tokenText(id: number): string {
  const bytes = tokenBytes(id);
  return bytes === null ? "" : Buffer.from(bytes).toString("latin1");
}
