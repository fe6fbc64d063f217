import { isOrnament, isSeparator, isSpace } from "./characters.ts";
import type { Cursor } from "./cursor.ts";
import { CLOSING_MARKS, MAX_MARKS } from "./marks.ts";
import { readCode } from "./read-code.ts";
import { titleFrom, wholeTitle } from "./title.ts";

/** How a line continues after its code. */
export interface After {
  readonly rest: string;
  /** A colon, a dash, an arrow or a tab separates the code from its title. */
  readonly separated: boolean;
  /** `V1 (Threats)`. */
  readonly bracketed: boolean;
  /** `V1. Threats`, `V1) Threats`. */
  readonly pointed: boolean;
  /** `V1–V3`, `V3 > V1` and `V1, V2` are mentions of several. */
  readonly range: boolean;
}

/** Reads what separates the code from its title, and the rest. */
export function readAfter(cursor: Cursor): After {
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
  if (isSeparator(next) || isOrnament(next) || hyphen || comma) {
    cursor.take(
      (character) =>
        isSeparator(character) || isOrnament(character) || "->,".includes(character) || isSpace(character),
    );
    const start = cursor.at;
    const range = next !== ":" && readCode(cursor) !== null;
    cursor.rewind(start);
    cursor.take((character) => CLOSING_MARKS.includes(character) && character !== ">", MAX_MARKS);
    return { ...none, rest: cursor.rest().trim(), separated: true, range };
  }
  if (">,&+<".includes(next || " ")) {
    const start = cursor.at;
    cursor.take((character) => ">,&+< ".includes(character), MAX_MARKS);
    const range = readCode(cursor) !== null;
    cursor.rewind(start);
    return { ...none, rest: cursor.rest().trim(), range };
  }
  // Columns made of spaces or tabs.
  if (space.includes("\t") || space.length > 1) {
    return { ...none, rest: cursor.rest().trim(), separated: true };
  }
  const bracketed = (next === "(" || next === "[") && space !== "";
  return { ...none, rest: cursor.rest().trim(), bracketed };
}

/** Labels of an example or a level; if the line has another title, that one is used. */
const LABELS = new Set(
  "valid invalid safe unsafe violates violating violation allowed prohibited disallowed forbidden".split(" "),
);

/** `(Minors) - VIOLATES` is titled Minors, `(INVALID) - Likely violation` is titled Likely violation. */
export function describe(rest: string): { readonly title: string | null; readonly whole: string } {
  const opening = rest.charAt(0);
  const end = opening === "(" || opening === "[" ? rest.indexOf(opening === "(" ? ")" : "]") : -1;
  if (end === -1) return { title: titleFrom(rest), whole: wholeTitle(rest) };
  const within = wholeTitle(rest.slice(1, end));
  const after = wholeTitle(rest.slice(end + 1));
  const parts = [within, after].filter((part) => part !== "" && !LABELS.has(part.toLowerCase()));
  const title = parts.length === 0 ? within : (parts[0] ?? "");
  return { title: titleFrom(title), whole: parts.length === 2 ? `${within} ${after}` : title };
}
