import { isCapital, isLetter, isSeparator, isSpace } from "./characters.ts";
import { Cursor } from "./cursor.ts";
import type { PolicyLine } from "./policy-lines.ts";
import { readCode, readLetterCode } from "./read-code.ts";
import type { Steps } from "./steps.ts";
import { titleFrom, wholeTitle } from "./title.ts";

/** One place where the text defines a code. */
export interface Definition {
  readonly code: string;
  readonly title: string | null;
  /** All that the line says of the code; whether it is allowed is read from this as a whole. */
  readonly whole: string;
  /** Introduced by "Rule". */
  readonly rule: boolean;
  /** Enough by itself; otherwise another code of the same letters must be defined too. */
  readonly strong: boolean;
  /** The head of the table's column that the code stands in. */
  readonly column: string | null;
  /** Capitals without a number: a code only among codes with numbers. */
  readonly letters: boolean;
  readonly kind: PolicyLine["kind"];
  readonly line: PolicyLine;
  /** The last heading, caption or bold line before it. */
  readonly section: string | null;
  /** Counts those headings, so that lists can be told apart. */
  readonly block: number;
}

export type FoundDefinition = Omit<Definition, "kind" | "line" | "section" | "block">;

/** Words before a code that only say what it is. */
const KEYWORDS = new Set(
  (
    "category class code criterion label level rule section tier type policy violation id " +
    "kategorie klasse stufe regel abschnitt catégorie classe règle niveau section categoría clase regla nivel " +
    "categoria regra regola livello категория правило уровень раздел"
  ).split(" "),
);
const RULE_WORDS = new Set(["rule", "regel", "règle", "regla", "regra", "regola", "правило"]);
const OPEN = "*_`~[({<";
const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  "“": "”",
  "«": "»",
  "„": "“",
  "‘": "’",
};
const CLOSE = "*_`~])}>";
const MAX_MARKS = 8;
const MAX_CHAIN = 20;
const MAX_HEADING_CHARACTERS = 160;

/** The codes that a heading, an item or a line of text defines, where it starts or in the parentheses of a heading. */
export function definitionsInLine(line: PolicyLine, steps: Steps): FoundDefinition[] {
  const cursor = new Cursor(line.text, steps);
  const first = atStart(cursor, line);
  if (first !== null) return first;
  const within = isHeadingLike(line) ? inParentheses(line, steps) : [];
  return within.length > 0 ? within : atEnd(line, steps);
}

/** Reads a code at the start, what closes it, and what follows it. Null if the line does not start with a code. */
function atStart(cursor: Cursor, line: PolicyLine, isCell = false): FoundDefinition[] | null {
  const quote = QUOTES[cursor.peek()];
  if (quote !== undefined) cursor.skip();
  const open = cursor.take((character) => OPEN.includes(character) || isSpace(character), MAX_MARKS);
  // Struck-out text is what the author took away.
  if (open.includes("~~")) return null;
  const rule = skipKeyword(cursor);
  cursor.take((character) => OPEN.includes(character), MAX_MARKS);
  const start = cursor.at;
  let code = readCode(cursor);
  const letters = code === null;
  code ??= readLetterCode(cursor);
  if (code === null || (quote !== undefined && cursor.peek() !== quote)) return null;
  if (quote !== undefined) cursor.skip();
  // `**V6.** Threats`
  const point = cursor.peek() === "." && CLOSE.includes(cursor.peek(1) || " ");
  if (point) cursor.skip();
  const close = cursor.take((character) => CLOSE.includes(character), MAX_MARKS);
  const after = readAfter(cursor);
  const marked = close !== "" && (open.trim() !== "" || start > 0);
  const isHeading = line.kind === "heading";
  const isWholeCell = isCell && after.rest === "";
  const clearLetters = after.separated || after.bracketed || isWholeCell || (marked && open.includes("*"));
  if (after.range || (letters && !clearLetters)) return null;
  const clear = marked || isHeading || after.separated || after.bracketed || code.includes(".");
  const isolated = after.rest === "" ? line.kind !== "text" || line.afterBlank : after.pointed;
  if (!clear && !isolated && after.rest === "") return [];
  const own = { code, ...describe(after.rest), rule, strong: clear, letters, column: null };
  return [own, ...(after.separated && !isHeading ? chained(after.rest, line) : [])];

  /** `V1: threats; V2: spam` on one line. */
  function chained(rest: string, { text }: PolicyLine): FoundDefinition[] {
    if (text.length > MAX_CHAINED_CHARACTERS) return [];
    return rest
      .split(";", MAX_CHAIN)
      .slice(1)
      .flatMap((part) => {
        const next = new Cursor(part.trim(), NO_STEPS);
        const each = readCode(next);
        const tail = each === null ? null : readAfter(next);
        if (each === null || tail === null || !tail.separated || tail.range) return [];
        return [{ ...found(each, "", { strong: true }), ...describe(tail.rest) }];
      });
  }
}

function found(code: string, title: string, { strong }: { readonly strong: boolean }): FoundDefinition {
  return {
    code,
    title: titleFrom(title),
    whole: wholeTitle(title),
    rule: false,
    strong,
    letters: false,
    column: null,
  };
}

const MAX_CHAINED_CHARACTERS = 1000;
/** Parts of a bounded line, whose steps are counted with it. */
const NO_STEPS: Steps = { count: 0, add: () => undefined };

interface After {
  readonly rest: string;
  /** A colon, a dash, an arrow or a tab parts the code from its title. */
  readonly separated: boolean;
  /** `V1 (Threats)`. */
  readonly bracketed: boolean;
  /** `V1. Threats`, `V1) Threats`. */
  readonly pointed: boolean;
  /** `V1–V3`, `V3 > V1` and `V1, V2` are mentions of several. */
  readonly range: boolean;
}

function readAfter(cursor: Cursor): After {
  const none = { separated: false, bracketed: false, pointed: false, range: false };
  const space = cursor.take(isSpace);
  const next = cursor.peek();
  if ((next === "." || next === ")") && space === "" && isSpace(cursor.peek(1) || " ")) {
    cursor.skip();
    return { ...none, rest: cursor.rest().trim(), pointed: true };
  }
  const hyphen = next === "-" && (space !== "" || isSpace(cursor.peek(1) || " ") || cursor.peek(1) === ">");
  // `V1,Threats` is a row of CSV, `V1, which` is prose.
  const comma = next === "," && space === "" && !isSpace(cursor.peek(1) || " ");
  if (isSeparator(next) || hyphen || comma) {
    cursor.take((character) => isSeparator(character) || "->,".includes(character) || isSpace(character));
    const start = cursor.at;
    const range = next !== ":" && readCode(cursor) !== null;
    cursor.rewind(start);
    cursor.take((character) => CLOSE.includes(character) && character !== ">", MAX_MARKS);
    return { ...none, rest: cursor.rest().trim(), separated: true, range };
  }
  if (">,&+<".includes(next || " ")) {
    const start = cursor.at;
    cursor.take((character) => ">,&+< ".includes(character), MAX_MARKS);
    const range = readCode(cursor) !== null;
    cursor.rewind(start);
    return { ...none, rest: cursor.rest().trim(), range };
  }
  if (space.includes("\t")) return { ...none, rest: cursor.rest().trim(), separated: true };
  const bracketed = (next === "(" || next === "[") && space !== "";
  return { ...none, rest: cursor.rest().trim(), bracketed };
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

/** Labels that an example or a level bears; a title beside one is the better title. */
const LABELS = new Set(
  "valid invalid safe unsafe violates violating violation allowed prohibited disallowed forbidden".split(" "),
);

/** `(Minors) - VIOLATES` is titled Minors, `(INVALID) - Likely violation` is titled Likely violation. */
function describe(rest: string): { readonly title: string | null; readonly whole: string } {
  const opening = rest.charAt(0);
  const end = opening === "(" || opening === "[" ? rest.indexOf(opening === "(" ? ")" : "]") : -1;
  if (end === -1) return { title: titleFrom(rest), whole: wholeTitle(rest) };
  const within = wholeTitle(rest.slice(1, end));
  const behind = wholeTitle(rest.slice(end + 1));
  const parts = [within, behind].filter((part) => part !== "" && !LABELS.has(part.toLowerCase()));
  const title = parts.length === 0 ? within : (parts[0] ?? "");
  return { title: titleFrom(title), whole: parts.length === 2 ? `${within} ${behind}` : title };
}

/** A heading, or a short line of text that stands like one: a capital first, no sentence's end. */
function isHeadingLike(line: PolicyLine): boolean {
  if (line.kind === "heading") return true;
  const first = line.text.charAt(0) === "*" ? line.text.charAt(2) : line.text.charAt(0);
  return line.kind === "text" && line.text.length <= MAX_HEADING_CHARACTERS && isCapital(first);
}

/** `Explicit hate (H2)`, `Allowed content (NZ0 – no noise)`: the last parentheses, at the end if it is no heading. */
function inParentheses(line: PolicyLine, steps: Steps): FoundDefinition[] {
  const { text } = line;
  for (const [open, close] of [
    ["(", ")"],
    ["[", "]"],
  ] as const) {
    const start = text.lastIndexOf(open);
    const end = start === -1 ? -1 : text.indexOf(close, start);
    if (end === -1) continue;
    const cursor = new Cursor(text.slice(start + 1, end), steps);
    skipKeyword(cursor);
    const code = readCode(cursor);
    const behind = text.slice(end + 1);
    if (code === null || (line.kind !== "heading" && ![...behind].every(isEmphasis))) continue;
    const after = readAfter(cursor);
    if (after.range || (after.rest !== "" && !after.separated)) continue;
    const outside = `${text.slice(0, start)}${text.slice(end + 1)}`;
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

/** Columns that hold the codes of a table's rows. */
const CODE_COLUMNS = new Set([
  "code",
  "codes",
  "id",
  "key",
  "ref",
  "rule",
  "category code",
  "kode",
  "código",
  "codice",
  "код",
]);

/** The codes that a table's row defines: in its first cell with words, or in the column for codes. */
export function definitionsInRow(line: PolicyLine, steps: Steps): FoundDefinition[] {
  const { cells, columns } = line;
  const first = cells.findIndex((cell) => cell !== "" && !isNumber(cell));
  if (first === -1) return [];
  const atFirst = atStart(new Cursor(cells[first] ?? "", steps), { ...line, kind: "item" }, true);
  if (atFirst !== null && atFirst.length > 0) {
    const column = columns[first] ?? null;
    return atFirst.map((definition) => ({ ...withTitleFrom(definition, cells[first + 1] ?? ""), column }));
  }
  return cells.flatMap((cell, index) => {
    if (index === first) return [];
    const code = wholeCode(cell, steps);
    const isCodeColumn = CODE_COLUMNS.has((columns[index] ?? "").toLowerCase().replaceAll("*", ""));
    if (code === null || !(code.includes(".") || isCodeColumn)) return [];
    const title = isCodeColumn ? (cells[first] ?? "") : "";
    return [{ ...found(code, title, { strong: true }), column: columns[index] ?? null }];
  });
}

function withTitleFrom(definition: FoundDefinition, next: string): FoundDefinition {
  const own = definition.title !== null;
  return {
    ...definition,
    title: definition.title ?? titleFrom(next),
    whole: own ? definition.whole : wholeTitle(next),
    strong: definition.strong || !own,
  };
}

function wholeCode(cell: string, steps: Steps): string | null {
  const cursor = new Cursor(cell, steps);
  cursor.take((character) => OPEN.includes(character), MAX_MARKS);
  const code = readCode(cursor);
  cursor.take((character) => CLOSE.includes(character), MAX_MARKS);
  return cursor.done() ? code : null;
}

function isNumber(cell: string): boolean {
  return (
    cell.length <= 4 && cell !== "" && [...cell].every((character) => character >= "0" && character <= "9")
  );
}
