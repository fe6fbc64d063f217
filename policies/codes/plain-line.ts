import type { Steps } from "./steps.ts";

/** Characters of a line that are read: a code is at its start and a heading is short. The model reads all of it. */
export const MAX_LINE_CHARACTERS = 1000;

/**
 * One line as a person sees it: invisible marks (direction marks, zero-width characters, soft hyphens) are
 * gone, every kind of space is a space, every dash that separates is one dash, and wide or styled Latin
 * letters are the plain ones. Longer lines are truncated.
 */
export function plainLine(line: string, steps: Steps, limit = MAX_LINE_CHARACTERS): string {
  let plain = "";
  const head = line.slice(0, limit);
  steps.add(head.length);
  for (const character of head) plain += plainCharacter(character);
  return plain;
}

function plainCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return character;
  if (INVISIBLE.test(character)) return "";
  if (SPACE.test(character)) return " ";
  if (code === 0x2010 || code === 0x2011 || code === 0xfe63) return "-";
  if (DASHES.has(code)) return "–";
  // The frame of a keycap: what remains is a number, as others have before a title.
  if (code === 0x20e3) return " ";
  const bracket = BRACKETS[character];
  if (bracket !== undefined) return bracket;
  // Small forms of the Latin marks, the ratio sign and the letter colon.
  if (code >= 0xfe50 && code <= 0xfe6b) return character.normalize("NFKC");
  if (code === 0x2236 || code === 0xa789) return ":";
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCodePoint(code - 0xfee0);
  if (code >= 0x1d400 && code <= 0x1d7ff) return character.normalize("NFKC");
  return character;
}

/** Format characters and variation selectors. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
const SPACE = /[\p{Zs}\u2028\u2029]/u;
const BRACKETS: Readonly<Record<string, string>> = {
  "【": "[",
  "】": "]",
  "〔": "[",
  "〕": "]",
  "「": "[",
  "」": "]",
  "『": "[",
  "』": "]",
};
/** Figure dash to horizontal bar, minus, small and wide dashes. */
const DASHES = new Set([0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0x2e3a, 0x2e3b, 0xfe58, 0xff0d]);
