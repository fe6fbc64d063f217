import { type After, describe, readAfter } from "./after-code.ts";
import { isCapital, isLetter, isSpace } from "./characters.ts";
import { Cursor } from "./cursor.ts";
import { type FoundDefinition, found } from "./definition.ts";
import { CLOSING_MARKS, MAX_MARKS, OPENING_MARKS } from "./marks.ts";
import type { PolicyLine } from "./policy-lines.ts";
import { readCode, readLetterCode } from "./read-code.ts";
import type { Steps } from "./steps.ts";

/** Words before a code that only say what it is. */
const KEYWORDS = new Set(
  (
    "category class code criterion label level rule section tier type policy violation id " +
    "kategorie klasse stufe regel abschnitt catégorie classe règle niveau section categoría clase regla nivel " +
    "categoria regra regola livello категория правило уровень раздел"
  ).split(" "),
);
const RULE_WORDS = new Set(["rule", "regel", "règle", "regla", "regra", "regola", "правило"]);
const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  "“": "”",
  "«": "»",
  "„": "“",
  "‘": "’",
};
const MAX_CHAIN = 20;
const MAX_HEADING_CHARACTERS = 160;

/** The codes that a heading, an item or a line of text defines, at its start or in the parentheses of a heading. */
export function definitionsInLine(line: PolicyLine, steps: Steps): FoundDefinition[] {
  const first = definitionAtStart(line.text, line, steps);
  if (first !== null) return first;
  const within = isHeadingLike(line) ? inParentheses(line, steps) : [];
  return within.length > 0 ? within : atEnd(line, steps);
}

/** A code at the start of a text, with what is around it. */
interface Start {
  readonly code: string;
  /** Capitals without a number. */
  readonly letters: boolean;
  readonly rule: boolean;
  /** It is in emphasis, a code span or brackets. */
  readonly marked: boolean;
  readonly bold: boolean;
  readonly after: After;
}

/** The codes that a text starts with; none if it defines nothing; null if it does not start with a code. */
export function definitionAtStart(
  text: string,
  line: PolicyLine,
  steps: Steps,
  isCell = false,
): FoundDefinition[] | null {
  const start = readStart(new Cursor(text, steps));
  if (start === null || start.after.range) return null;
  const { code, letters, rule, marked, bold, after } = start;
  const isWholeCell = isCell && after.rest === "";
  if (letters && !(after.separated || after.bracketed || isWholeCell || bold)) return null;
  const isHeading = line.kind === "heading";
  const strong = marked || isHeading || after.separated || after.bracketed || code.includes(".");
  const isolated = after.rest === "" ? line.kind !== "text" || line.afterBlank : after.pointed;
  if (!strong && !isolated && after.rest === "") return [];
  const own = { ...found(code, "", { strong }), ...describe(after.rest), rule, letters };
  return [own, ...(after.separated && !isHeading ? chained(after.rest, steps) : [])];
}

function readStart(cursor: Cursor): Start | null {
  const quote = QUOTES[cursor.peek()];
  if (quote !== undefined) cursor.skip();
  const open = cursor.take((character) => OPENING_MARKS.includes(character) || isSpace(character), MAX_MARKS);
  // The author removed what is struck out.
  if (open.includes("~~")) return null;
  const rule = skipKeyword(cursor);
  cursor.take((character) => OPENING_MARKS.includes(character), MAX_MARKS);
  const isMarkedBefore = cursor.at > 0;
  const numbered = readCode(cursor);
  const code = numbered ?? readLetterCode(cursor);
  if (code === null || (quote !== undefined && cursor.peek() !== quote)) return null;
  if (quote !== undefined) cursor.skip();
  // `**V6.** Threats`
  if (cursor.peek() === "." && CLOSING_MARKS.includes(cursor.peek(1) || " ")) cursor.skip();
  const close = cursor.take((character) => CLOSING_MARKS.includes(character), MAX_MARKS);
  const marked = close !== "" && isMarkedBefore;
  if (close.includes("]")) skipLinkTarget(cursor);
  const bold = marked && open.includes("*");
  return { code, letters: numbered === null, rule, marked, bold, after: readAfter(cursor) };
}

/** `[V1](#threats)`: the target of a link says nothing about the code. */
function skipLinkTarget(cursor: Cursor): void {
  if (cursor.peek() !== "(") return;
  const start = cursor.at;
  cursor.take((character) => character !== ")");
  if (cursor.done()) cursor.rewind(start);
  else cursor.skip();
}

/** `V1: threats; V2: spam` on one line: the codes after the first. */
function chained(rest: string, steps: Steps): FoundDefinition[] {
  return rest
    .split(";", MAX_CHAIN)
    .slice(1)
    .flatMap((part) => {
      const start = readStart(new Cursor(part.trim(), steps));
      if (start === null || start.letters || !start.after.separated || start.after.range) return [];
      return [{ ...found(start.code, "", { strong: true }), ...describe(start.after.rest) }];
    });
}

function skipKeyword(cursor: Cursor): boolean {
  const start = cursor.at;
  const word = cursor.take((character) => isLetter(character), 12);
  const known = KEYWORDS.has(word.toLowerCase()) && word.slice(1) === word.slice(1).toLowerCase();
  if (known && isSpace(cursor.peek())) {
    cursor.take(isSpace);
    return RULE_WORDS.has(word.toLowerCase());
  }
  cursor.rewind(start);
  return false;
}

/** A heading, or a short line that reads like one: a capital first, no end of a sentence. */
function isHeadingLike(line: PolicyLine): boolean {
  if (line.kind === "heading") return true;
  const first = line.text.charAt(0) === "*" ? line.text.charAt(2) : line.text.charAt(0);
  return line.kind === "text" && line.text.length <= MAX_HEADING_CHARACTERS && isCapital(first);
}

/** `Explicit hate (H2)`, `Allowed content (NZ0 – no noise)`. Unless it is a heading, only at the end of the line. */
function inParentheses(line: PolicyLine, steps: Steps): FoundDefinition[] {
  const { text } = line;
  const opens = ["(", "["].flatMap((open) => [text.indexOf(open), text.lastIndexOf(open)]);
  for (const start of opens) {
    const end = start === -1 ? -1 : text.indexOf(text.charAt(start) === "(" ? ")" : "]", start);
    if (end === -1) continue;
    const cursor = new Cursor(text.slice(start + 1, end), steps);
    skipKeyword(cursor);
    const code = readCode(cursor);
    const isAtEnd = [...text.slice(end + 1)].every(isEmphasis);
    if (code === null || (line.kind !== "heading" && !isAtEnd)) continue;
    const after = readAfter(cursor);
    if (after.range || (after.rest !== "" && !after.separated)) continue;
    const outside = `${text.slice(0, start).trim()} ${text.slice(end + 1).trim()}`;
    return [found(code, outside, { strong: code.includes(".") || line.kind === "heading" })];
  }
  return [];
}

/** `Doxxing – V3`: a heading may end with its code. */
function atEnd(line: PolicyLine, steps: Steps): FoundDefinition[] {
  const { text } = line;
  const separator = Math.max(text.lastIndexOf("– "), text.lastIndexOf("- "), text.lastIndexOf(": "));
  if (line.kind !== "heading" || separator <= 0) return [];
  const code = wholeCode(text.slice(separator + 2).trim(), steps);
  if (code === null) return [];
  const title = text.slice(0, separator);
  return [found(code, title, { strong: true })];
}

function isEmphasis(character: string): boolean {
  return character === "*" || character === "_" || character === ":";
}

/** The code that is the whole text apart from marks, or null. */
export function wholeCode(cell: string, steps: Steps): string | null {
  const cursor = new Cursor(cell, steps);
  cursor.take((character) => OPENING_MARKS.includes(character), MAX_MARKS);
  const code = readCode(cursor);
  cursor.take((character) => CLOSING_MARKS.includes(character), MAX_MARKS);
  return cursor.done() ? code : null;
}
