import { CONTROL_TOKENS } from "../../harmony/control-tokens.ts";

const SPELLING = new RegExp(String.raw`<\|(?:${Object.keys(CONTROL_TOKENS).join("|")})\|>`);

/** Where a server's text spells the first control token; -1 if it spells none. */
export function controlTokenAt(text: string): number {
  return text.search(SPELLING);
}
