import { plainLine } from "./codes/plain-line.ts";
import { Steps } from "./codes/steps.ts";

const MAX_TITLE_CHARACTERS = 200;
const MAX_LINE_TITLE = 80;
const MARKUP = "*_`";

/** The first heading, else a short first line that does not end like a sentence, else null. */
export function findTitle(instructions: string): string | null {
  let firstLine: string | null = null;
  for (const line of instructions.split(LINE_END)) {
    const heading = headingText(line);
    if (heading !== null) return heading;
    if (firstLine === null && line.trim() !== "") firstLine = line.trim();
  }
  if (firstLine === null || firstLine.length > MAX_LINE_TITLE || !STARTS.test(firstLine)) return null;
  return ".!?:;,".includes(firstLine.slice(-1)) ? null : withoutMarkup(firstLine);
}

const LINE_END = /\r\n|\r|\n/;
const STARTS = /^[\p{L}\p{N}]/u;

/** The words of a heading, or null for another line. */
function headingText(line: string): string | null {
  const head = plainLine(line, new Steps());
  let start = 0;
  while (start < 3 && head.charAt(start) === " ") start += 1;
  let marks = start;
  while (head.charAt(marks) === "#") marks += 1;
  const level = marks - start;
  if (level < 1 || level > 6 || !" \t".includes(head.charAt(marks) || "-")) return null;
  let end = head.length;
  while (end > marks && " \t#".includes(head.charAt(end - 1))) end -= 1;
  return withoutMarkup(head.slice(marks, end));
}

function withoutMarkup(text: string): string | null {
  const plain = [...text]
    .filter((character) => !MARKUP.includes(character))
    .join("")
    .trim();
  return plain === "" ? null : Array.from(plain).slice(0, MAX_TITLE_CHARACTERS).join("");
}
