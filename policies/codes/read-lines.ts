import { HtmlPieces, type Piece } from "./html-pieces.ts";
import type { Steps } from "./steps.ts";

/** A piece of a policy's text that a reader sees as one line, with its position. */
export interface ReadLine extends Piece {
  /** Counted from 1, in the instructions. */
  readonly number: number;
  readonly afterBlank: boolean;
}

export interface ReadText {
  readonly lines: readonly ReadLine[];
  /** Lines on which a comment or a fenced sample opens that is never closed: what follows is not read. */
  readonly openComment: number | null;
  readonly openFence: number | null;
  /** The first line beyond the limit, which was not read; null if all were read. */
  readonly unreadFrom: number | null;
  /** Lines with a comment, which the model reads although it defines nothing. */
  readonly comments: readonly number[];
}

/** Lines that are read: about a hundred pages. A document of line ends then costs no more than one of words. */
export const MAX_LINES_READ = 10_000;

const COMMENT_START = "<!--";
const COMMENT_END = "-->";

/**
 * Splits markdown into the lines that may define codes. HTML comments and fenced samples are omitted, HTML
 * lists and tables become items and rows. One pass over the text.
 */
export function readLines(text: string, steps: Steps): ReadText {
  const lines: ReadLine[] = [];
  const comments: number[] = [];
  const html = new HtmlPieces(steps);
  const lastCommentEnd = text.lastIndexOf(COMMENT_END);
  let fence: { readonly marker: string; readonly line: number } | null = null;
  let comment: number | null = null;
  let afterBlank = true;
  let number = 0;
  for (const { line, offset } of splitLines(text)) {
    number += 1;
    if (number > MAX_LINES_READ) break;
    steps.add(line.length + 1);
    const marker = comment === null ? fenceMarker(line) : null;
    if (marker !== null && (fence === null || closes(marker, fence.marker))) {
      fence = fence === null ? { marker: marker.run, line: number } : null;
      afterBlank = false;
    } else if (fence === null) {
      const started: number | null = comment;
      const visible = withoutComments(line, comment !== null, lastCommentEnd - offset);
      if (visible.started) comments.push(number);
      comment = visible.open ? (started ?? number) : null;
      const pieces = html.push(visible.text);
      pieces.forEach((piece, index) =>
        lines.push({ ...piece, number, afterBlank: afterBlank && index === 0 }),
      );
      if (started === null || visible.text !== "") afterBlank = visible.text.trim() === "";
    }
  }
  for (const piece of html.end()) lines.push({ ...piece, number, afterBlank: false });
  const unreadFrom = number > MAX_LINES_READ ? number : null;
  return { lines, unreadFrom, openComment: comment, openFence: fence?.line ?? null, comments };
}

/** At LF, CRLF, CR, and the separators of Unicode. */
export function* splitLines(text: string): Generator<{ readonly line: string; readonly offset: number }> {
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x0a && code !== 0x0d && code !== 0x2028 && code !== 0x2029) continue;
    yield { line: text.slice(start, at), offset: start };
    if (code === 0x0d && text.charCodeAt(at + 1) === 0x0a) at += 1;
    start = at + 1;
  }
  yield { line: text.slice(start), offset: start };
}

interface FenceMarker {
  readonly run: string;
  /** Nothing follows on the line, so it can close a block. */
  readonly bare: boolean;
}

/** Three or more backticks or tildes at the start, quote marks aside. */
function fenceMarker(line: string): FenceMarker | null {
  let at = 0;
  while (at < line.length && " \t>\u00a0".includes(line.charAt(at))) at += 1;
  const mark = line.charAt(at);
  if (mark !== "`" && mark !== "~") return null;
  const start = at;
  while (line.charAt(at) === mark) at += 1;
  if (at - start < 3) return null;
  const info = line.slice(at);
  // A backtick in the info string makes it a code span.
  if (mark === "`" && info.includes("`")) return null;
  return { run: line.slice(start, at), bare: info.trim() === "" };
}

function closes({ run, bare }: FenceMarker, open: string): boolean {
  return bare && run.startsWith(open);
}

/**
 * The line without comments. `lastEnd` is the offset of the text's last `-->`, relative to the
 * line: an unclosed comment counts only at a line's start (CommonMark, HTML blocks).
 */
function withoutComments(
  line: string,
  inside: boolean,
  lastEnd: number,
): { readonly text: string; readonly open: boolean; readonly started: boolean } {
  let text = "";
  let at = 0;
  let open = inside;
  let started = false;
  let isSample = false;
  let isBlank = true;
  const append = (part: string): void => {
    text += part;
    isSample = isSample !== (part.split("`").length % 2 === 0);
    isBlank &&= part.trim() === "";
  };
  while (at < line.length) {
    if (open) {
      const end = line.indexOf(COMMENT_END, at);
      if (end === -1) return { text, open, started };
      at = end + COMMENT_END.length;
      open = false;
      continue;
    }
    const start = line.indexOf(COMMENT_START, at);
    if (start === -1) break;
    append(line.slice(at, start));
    // `<!-->` and `<!--->` are whole comments, so the end is looked for from the first dash on.
    const firstDash = start + COMMENT_START.length - 2;
    if (isSample || (lastEnd < firstDash && !isBlank)) {
      append(COMMENT_START);
      at = start + COMMENT_START.length;
      continue;
    }
    at = firstDash;
    open = true;
    started = true;
  }
  if (!open) text += line.slice(at);
  return { text, open, started };
}
