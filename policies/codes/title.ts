import { isOrnament } from "./characters.ts";

const MAX_TITLE_CHARACTERS = 120;
const MARKUP = "*_`#~";
const SENTENCE_END = '.;|“”"';
/** A quoted title is a title; a quotation after it is a sample. */
const BEFORE = ' "“';
const EDGES = " \t-–—:=→()[]{},/·";
const EDGES_AFTER = " \t-–—:=→([{,/·.!";

/** A title as short as the text allows: up to a sentence's end or quoted sample, without markup. */
export function titleFrom(text: string): string | null {
  const characters = Array.from(text).filter((character) => !MARKUP.includes(character));
  let start = 0;
  while (start < characters.length && BEFORE.includes(characters[start] ?? "")) start += 1;
  let end = start;
  while (end < characters.length && !SENTENCE_END.includes(characters[end] ?? "")) {
    if (end > start && isSpacedDash(characters, end)) break;
    end += 1;
  }
  const title = trimEdges(characters.slice(start, end));
  return title === "" ? null : Array.from(title).slice(0, MAX_TITLE_CHARACTERS).join("").trim();
}

/** A text without markup, pictures, and marks at its edges, for comparison as a whole. */
export function wholeTitle(text: string): string {
  return trimEdges(
    Array.from(text).filter((character) => !MARKUP.includes(character) && !isOrnament(character)),
  );
}

function isSpacedDash(characters: readonly string[], at: number): boolean {
  return (
    "–→".includes(characters[at] ?? " ") && characters[at - 1] === " " && (characters[at + 1] ?? " ") === " "
  );
}

function trimEdges(characters: readonly string[]): string {
  let start = 0;
  let end = characters.length;
  while (start < end && EDGES.includes(characters[start] ?? "")) start += 1;
  while (end > start && EDGES_AFTER.includes(characters[end - 1] ?? "")) end -= 1;
  return characters.slice(start, end).join("");
}
