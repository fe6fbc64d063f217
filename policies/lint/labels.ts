import { Cursor } from "../codes/cursor.ts";
import { readCode } from "../codes/read-code.ts";
import { isLetter, isSpace } from "../codes/characters.ts";
import type { Steps } from "../codes/steps.ts";

/** Words for an outcome that are unambiguous. */
export const OUTCOMES: Readonly<Record<string, 0 | 1>> = {
  VALID: 0,
  SAFE: 0,
  ALLOWED: 0,
  PERMITTED: 0,
  INVALID: 1,
  UNSAFE: 1,
  VIOLATION: 1,
  VIOLATES: 1,
  VIOLATING: 1,
  DISALLOWED: 1,
  PROHIBITED: 1,
};

/** The label of an example: `1, SP2.a`, `INVALID`, `D-S2, R-S0`. */
export interface Label {
  readonly outcome: 0 | 1 | null;
  /** The outcome as it is spelled. */
  readonly word: string | null;
  readonly codes: readonly LabelCode[];
}

export interface LabelCode {
  readonly code: string;
  /** The code with its prefix: `D-S2`. */
  readonly spelled: string;
  /** Position in the label. */
  readonly start: number;
}

const MAX_LABEL_CHARACTERS = 120;
const MARKS = "*_`([\"'“”‘’";
const GLUE = " \t,;+/&)]*_`\"'“”‘’.";

/**
 * Reads a label; null if the text is not one. It is a label only if it has nothing but outcomes and codes at its start.
 */
export function readLabel(text: string, steps: Steps): Label | null {
  const cursor = new Cursor(text.slice(0, MAX_LABEL_CHARACTERS), steps);
  let offset = cursor.take((character) => isSpace(character) || MARKS.includes(character)).length;
  let outcome: 0 | 1 | null = null;
  let word: string | null = null;
  const codes: LabelCode[] = [];
  while (!cursor.done()) {
    const start = offset;
    const prefix = readPrefix(cursor);
    const code = readCode(cursor);
    if (code !== null) {
      codes.push({ code, spelled: prefix + code, start });
      offset += prefix.length + code.length;
    } else {
      if (prefix !== "") break;
      const token = cursor.take((character) => isLetter(character) || "01".includes(character), 12);
      const said = token === "0" ? 0 : token === "1" ? 1 : OUTCOMES[token.toUpperCase()];
      if (said === undefined) break;
      outcome ??= said;
      word ??= token;
      offset += token.length;
    }
    offset += cursor.take((character) => GLUE.includes(character)).length;
  }
  return outcome === null && codes.length === 0 ? null : { outcome, word, codes };
}

/** `D-` of `D-S2`: one to three capitals and a hyphen. */
function readPrefix(cursor: Cursor): string {
  const start = cursor.at;
  const letters = cursor.take((character) => character >= "A" && character <= "Z", 3);
  const hyphen = letters === "" ? "" : cursor.take((character) => character === "-", 1);
  if (hyphen !== "") return letters + hyphen;
  cursor.rewind(start);
  return "";
}
