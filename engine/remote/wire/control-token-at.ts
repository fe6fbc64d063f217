import { CONTROL_TOKENS } from "../../harmony/control-tokens.ts";

const SPELLING = new RegExp(String.raw`<\|(?:${Object.keys(CONTROL_TOKENS).join("|")})\|>`);

/** The position of the first spelled control token in a server's text; -1 if there is none. */
export function controlTokenAt(text: string): number {
  return text.search(SPELLING);
}
