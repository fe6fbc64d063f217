import { isBullet, isDigit, isLetter, isOrnament, isSpace } from "./characters.ts";
import { Cursor } from "./cursor.ts";
import type { Steps } from "./steps.ts";

/** Repetitions: no line has more ornaments, bullets and numbers before its title. */
const MAX_MARKERS = 8;

/** A text without the markers before its words. */
export function bare(text: string, steps: Steps): string {
  const cursor = new Cursor(text, steps);
  skipMarkers(cursor);
  return cursor.rest().trim();
}

/** A bullet that is not a picture, `o` with a tab as word processors write it, or a number. */
export function skipListMarker(cursor: Cursor): boolean {
  const first = cursor.peek();
  if (first === "o" && cursor.peek(1) === "\t") {
    cursor.skip(2);
    return true;
  }
  if (isBullet(first) && !isOrnament(first) && isSpace(cursor.peek(1))) {
    cursor.skip(2);
    return true;
  }
  return skipNumber(cursor);
}

/** Passes pictures, bullets, numbers and check boxes. */
export function skipMarkers(cursor: Cursor): void {
  for (let turn = 0; turn < MAX_MARKERS; turn += 1) {
    const before = cursor.at;
    cursor.take((character) => isSpace(character) || isOrnament(character));
    if (isBullet(cursor.peek()) && isSpace(cursor.peek(1))) cursor.skip(2);
    else if (!skipNumber(cursor) && !skipCheckBox(cursor)) skipShortcode(cursor);
    if (cursor.at === before) return;
  }
}

/** `1.`, `1.2`, `(3)`, `a)`, `iv.`, `§ 4` before a space, and the bare number of a keycap. */
function skipNumber(cursor: Cursor): boolean {
  const start = cursor.at;
  if (cursor.peek() === "§") cursor.skip();
  cursor.take(isSpace, 2);
  const bracket = cursor.peek() === "(";
  if (bracket) cursor.skip();
  const found = takeOrdinal(cursor);
  let closed = false;
  const isNumber = isDigit(found.charAt(0));
  // A letter with a colon is a code of its own: `V: violence`.
  if (found !== "" && (isNumber ? ".):]" : ".)").includes(cursor.peek() || " ")) {
    cursor.skip();
    closed = true;
  }
  if (found !== "" && (closed || (isNumber && !bracket)) && isSpace(cursor.peek())) {
    cursor.take(isSpace);
    return true;
  }
  cursor.rewind(start);
  return false;
}

function takeOrdinal(cursor: Cursor): string {
  if (isDigit(cursor.peek())) {
    let number = cursor.take(isDigit, 3);
    for (let level = 0; level < 4 && cursor.peek() === "." && isDigit(cursor.peek(1)); level += 1) {
      cursor.skip();
      number += `.${cursor.take(isDigit, 3)}`;
    }
    return isDigit(cursor.peek()) ? "" : number;
  }
  const roman = cursor.take((character) => "ivxIVX".includes(character), 5);
  return roman === "" && isLetter(cursor.peek()) ? cursor.take(isLetter, 1) : roman;
}

/** `[ ]`, `[x]`: the check box of a task list. */
function skipCheckBox(cursor: Cursor): boolean {
  if (cursor.peek() !== "[" || !" xX".includes(cursor.peek(1) || "-") || cursor.peek(2) !== "]") return false;
  cursor.skip(3);
  return true;
}

/** `:warning:`, as chats write an emoji. */
function skipShortcode(cursor: Cursor): boolean {
  if (cursor.peek() !== ":") return false;
  const start = cursor.at;
  cursor.skip();
  const name = cursor.take((character) => isLetter(character) || character === "_", 40);
  if (name !== "" && cursor.peek() === ":") {
    cursor.skip();
    return true;
  }
  cursor.rewind(start);
  return false;
}
