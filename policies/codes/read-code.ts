import { isCapital, isDigit, isLetter, isWordCharacter } from "./characters.ts";
import { Cursor } from "./cursor.ts";
import type { Steps } from "./steps.ts";

const MAX_LETTERS = 5;
const MAX_DIGITS = 3;
const MAX_PARTS = 3;

/**
 * Reads a code at the cursor: one to five capitals, a number, and up to three parts after dots (SP2,
 * SP2.a, H3.f, S2.b.iv). Advances the cursor, or leaves it unchanged and returns null.
 */
export function readCode(cursor: Cursor): string | null {
  const start = cursor.at;
  const letters = cursor.take(isCapital, MAX_LETTERS);
  const digits = letters === "" ? "" : cursor.take(isDigit, MAX_DIGITS);
  if (digits !== "") {
    for (let part = 0; part < MAX_PARTS && readPart(cursor); part += 1);
    if (isBoundary(cursor)) return cursor.slice(start, cursor.at);
  }
  cursor.rewind(start);
  return null;
}

/** Reads a code of letters alone, such as H or HR next to H2. It counts only among codes with numbers. */
export function readLetterCode(cursor: Cursor): string | null {
  const start = cursor.at;
  const letters = cursor.take((character) => character >= "A" && character <= "Z", MAX_LETTER_CODE + 1);
  if (letters !== "" && letters.length <= MAX_LETTER_CODE && isBoundary(cursor)) return letters;
  cursor.rewind(start);
  return null;
}

const MAX_LETTER_CODE = 3;

/** `.a`, `.12` or a small Roman number. */
function readPart(cursor: Cursor): boolean {
  if (cursor.peek() !== ".") return false;
  const start = cursor.at;
  cursor.skip();
  const digits = cursor.take(isDigit, 2);
  if (digits !== "" && !isWordCharacter(cursor.peek() || " ")) return true;
  cursor.rewind(start + 1);
  const letters = cursor.take((character) => isLetter(character), 5);
  const isRoman =
    letters.length >= 2 && letters.length <= 4 && [...letters].every((each) => "ivx".includes(each));
  if ((letters.length === 1 || isRoman) && !isWordCharacter(cursor.peek() || " ")) return true;
  cursor.rewind(start);
  return false;
}

/** Whether nothing follows that would make it part of a longer word: GPT4o, A1-size, A1.pdf, S3.io. */
function isBoundary(cursor: Cursor): boolean {
  const next = cursor.peek();
  if (next === "") return true;
  // `_V2_` is emphasis, V2_a is another word.
  if (isWordCharacter(next) && next !== "_") return false;
  return !("-._".includes(next) && isWordCharacter(cursor.peek(1) || " "));
}

/** The capitals that a family of codes shares. */
export function lettersOf(code: string): string {
  let end = 0;
  for (const character of code) {
    if (!isCapital(character)) break;
    end += character.length;
  }
  return code.slice(0, end);
}

/** The part before the first dot. */
export function categoryOf(code: string): string {
  const dot = code.indexOf(".");
  return dot === -1 ? code : code.slice(0, dot);
}

/** Zero: by convention the code of allowed content. Only an undotted code has it. */
export function hasNumberZero(code: string): boolean {
  const number = code.slice(lettersOf(code).length);
  return number !== "" && [...number].every((character) => character === "0");
}

const MAX_UNKNOWN_LETTERS = 12;

/** A word and a number before a colon or dash, in a form that no code has: v1, HATE-01, SP_2. */
export function looksLikeCode(text: string, steps: Steps): boolean {
  const cursor = new Cursor(text.slice(0, 60), steps);
  cursor.take((character) => "*_`[(".includes(character), 4);
  const letters = cursor.take(isLetter, MAX_UNKNOWN_LETTERS);
  const joint = cursor.take((character) => "-_/.".includes(character), 1);
  const digits = cursor.take(isDigit, 4);
  if (
    letters === "" ||
    digits === "" ||
    (joint === "" && letters === letters.toUpperCase() && digits.length > 3)
  ) {
    return false;
  }
  cursor.take((character) => "*_`])".includes(character), 4);
  return cursor.peek() === ":" || (cursor.peek() === " " && "–-:|".includes(cursor.peek(1) || "."));
}
