import { tokenBytes } from "../../harmony/tokenizer.ts";

/** The bytes of an ordinary token as characters U+0000..U+00FF, to compare ASCII; "" for a control token. */
export function tokenText(id: number): string {
  const bytes = tokenBytes(id);
  return bytes === null ? "" : Buffer.from(bytes).toString("latin1");
}
