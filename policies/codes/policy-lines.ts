import { isBullet, isDigit, isOrnament, isSpace } from "./characters.ts";
import { Cursor } from "./cursor.ts";
import { bare, skipListMarker, skipMarkers } from "./line-markers.ts";
import { MAX_LINE_CHARACTERS, plainLine } from "./plain-line.ts";
import type { ReadLine } from "./read-lines.ts";
import type { Steps } from "./steps.ts";

/** One line of a policy, prepared for finding codes. */
export interface PolicyLine {
  readonly kind: "heading" | "item" | "row" | "text";
  /** Without indentation, quote marks, list marker, heading marks, number, check box and leading pictures. */
  readonly text: string;
  /** The cells of a table's row, each prepared as `text` is; empty for every other kind. */
  readonly cells: readonly string[];
  /** The headers of the row's columns; empty if the table has none. */
  readonly columns: readonly string[];
  readonly number: number;
  readonly afterBlank: boolean;
}

const MAX_CELLS = 64;

/** Classifies lines as Markdown and word processors define them. */
export function policyLines(read: readonly ReadLine[], steps: Steps): PolicyLine[] {
  const lines: PolicyLine[] = [];
  let table: Table | null = null;
  for (const piece of read) {
    const position = { number: piece.number, afterBlank: piece.afterBlank };
    const content = unquoted(plainLine(piece.text, steps));
    const last = lines.at(-1);
    const row = rowOf(piece, content, steps);
    if (content === "" && row === null) continue;
    if (row !== null) {
      if (row.rule) {
        // The line above the rule is the head, even if another table ended right before it.
        if (last?.kind === "row") table = { ...row, columns: last.cells };
        continue;
      }
      const continues =
        table !== null && !row.header && table.mark === row.mark && sameTable(table, row, piece);
      const columns: readonly string[] = continues && table !== null ? table.columns : row.cells;
      table = { mark: row.mark, width: row.width, columns };
      lines.push({ kind: "row", text: row.cells[0] ?? "", cells: row.cells, columns, ...position });
      continue;
    }
    table = null;
    if (isUnderline(content) && last?.kind === "text" && last.number === piece.number - 1) {
      lines[lines.length - 1] = { ...last, kind: "heading" };
    } else {
      lines.push({ ...lineOf(content, piece.kind, steps), cells: [], columns: [], ...position });
    }
  }
  return lines;
}

interface Table {
  readonly mark: Row["mark"];
  readonly width: number;
  readonly columns: readonly string[];
}

interface Row {
  readonly mark: "html" | "|" | "\t";
  readonly width: number;
  readonly cells: readonly string[];
  readonly header: boolean;
  /** The line between a table's head and its body. */
  readonly rule: boolean;
}

/** A pasted table may have blank lines between its rows; another table has another width. */
function sameTable(table: Table, row: Row, { afterBlank }: ReadLine): boolean {
  return !afterBlank || table.width === row.width;
}

function rowOf(piece: ReadLine, content: string, steps: Steps): Row | null {
  if (piece.kind === "row") {
    const cells = piece.cells.map((cell) => bare(plainLine(cell, steps), steps));
    return { mark: "html", width: cells.length, cells, header: piece.header, rule: false };
  }
  const cells = piece.kind === "line" ? cellsOf(content) : null;
  if (cells === null) return null;
  const mark = content.includes("|") ? "|" : "\t";
  const rule = cells.every(isRule);
  return { mark, width: cells.length, cells: cells.map((cell) => bare(cell, steps)), header: false, rule };
}

function lineOf(
  content: string,
  kind: ReadLine["kind"],
  steps: Steps,
): { readonly kind: PolicyLine["kind"]; readonly text: string } {
  const cursor = new Cursor(content, steps);
  const marks = cursor.take((character) => character === "#", 6);
  if (marks !== "" || kind === "heading") {
    return { kind: "heading", text: bare(withoutClosingMarks(cursor.rest()), steps) };
  }
  const listed = kind === "item" || skipListMarker(cursor);
  skipMarkers(cursor);
  return { kind: listed ? "item" : "text", text: cursor.rest().trim() };
}

/** The cells of a row of pipes or tabs; null if the line is not a row. */
function cellsOf(content: string): string[] | null {
  const first = content.charAt(0);
  if (first === "#") return null;
  if (content.includes("|")) {
    if (first !== "|" && isListed(content)) return null;
    const cells = content.split("|", MAX_CELLS).map((cell) => cell.trim());
    return first === "|" ? cells.slice(1) : cells;
  }
  const tab = content.indexOf("\t");
  if (tab <= 0 || isListed(content)) return null;
  const cells = content.split("\t", MAX_CELLS).map((cell) => cell.trim());
  return cells.filter((cell) => cell !== "").length > 1 ? cells : null;
}

/** A bullet or a number, then space: `- V1 | Threats` is an item. */
function isListed(content: string): boolean {
  const [first = "", second = ""] = Array.from(content.slice(0, 4));
  if (first === "o" && second === "\t") return true;
  if (isBullet(first) && !isOrnament(first) && isSpace(second)) return true;
  return isDigit(first) && (second === "." || second === ")");
}

/** The line that separates a table's head from its body, or one of its cells: `:---:`. */
function isRule(cell: string): boolean {
  for (const character of cell) if (!"-: =–_".includes(character)) return false;
  return true;
}

/** A line of `=` or `-` makes a heading of the line before it. */
function isUnderline(content: string): boolean {
  const first = content.charAt(0);
  if (content.length < 2 || (first !== "=" && first !== "-")) return false;
  for (const character of content) if (character !== first) return false;
  return true;
}

/** Without indentation, the marks of quoted text, and space at the end. */
function unquoted(line: string): string {
  let at = 0;
  while (at < line.length && (isSpace(line.charAt(at)) || line.charAt(at) === ">")) at += 1;
  return line.slice(at, at + MAX_LINE_CHARACTERS).trimEnd();
}

function withoutClosingMarks(text: string): string {
  let end = text.length;
  while (end > 0 && (text.charAt(end - 1) === "#" || isSpace(text.charAt(end - 1)))) end -= 1;
  return text.slice(0, end).trim();
}
