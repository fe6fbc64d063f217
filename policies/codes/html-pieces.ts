import type { Steps } from "./steps.ts";

/** A stretch of text between block tags; `cells` for a row of a table. */
export interface Piece {
  readonly kind: "line" | "heading" | "item" | "row";
  readonly text: string;
  readonly cells: readonly string[];
  readonly header: boolean;
}

/** The longest text that counts as a tag; pasted tags can have long attributes. */
const MAX_TAG_CHARACTERS = 2000;
const MAX_CELL_CHARACTERS = 1000;
const MAX_CELLS = 64;

const BLOCKS: Readonly<Record<string, Piece["kind"]>> = {
  h1: "heading",
  h2: "heading",
  h3: "heading",
  h4: "heading",
  h5: "heading",
  h6: "heading",
  li: "item",
  dt: "item",
  dd: "line",
  option: "item",
  summary: "heading",
  caption: "heading",
  legend: "heading",
};
const BREAKS = new Set(
  "p div br hr ul ol dl table thead tbody tfoot section article details blockquote header footer main".split(
    " ",
  ),
);
const INLINE = new Set(
  "a abbr b bdi bdo big center cite code em font i ins kbd label mark q small span strong sub sup tt u".split(
    " ",
  ),
);
/** Struck-out text defines nothing; it ends with its paragraph if its end tag is missing. */
const STRUCK = new Set(["del", "s", "strike"]);
/** Nor do samples of code, if they begin a line, as HTML blocks do: a policy may mention <script> in a sentence. */
const SAMPLES = new Set(["pre", "script", "style", "template"]);

const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: " ",
  ensp: " ",
  emsp: " ",
  ndash: "–",
  mdash: "–",
  minus: "–",
  rarr: "→",
  colon: ":",
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  lrm: "",
  rlm: "",
  zwnj: "",
  zwj: "",
  shy: "",
};

/**
 * Splits lines at the block tags of HTML, drops inline tags, and collects the cells of a table's row, which may
 * be on separate lines. Anything else in angle brackets is unchanged.
 */
export class HtmlPieces {
  readonly #steps: Steps;
  #text = "";
  #kind: Piece["kind"] = "line";
  #cells: string[] | null = null;
  #header = false;
  #skipped: string | null = null;

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  /** The pieces that this line completes. A row continues until its end tag or a blank line. */
  push(line: string): Piece[] {
    const pieces: Piece[] = [];
    if (line.trim() === "") {
      this.#endRow(pieces);
      if (STRUCK.has(this.#skipped ?? "")) this.#skipped = null;
    }
    let at = 0;
    let code = false;
    let first = true;
    while (at < line.length) {
      const open = line.indexOf("<", at);
      const text = line.slice(at, open === -1 ? line.length : open);
      this.#append(text);
      this.#steps.add(text.length);
      if (open === -1) break;
      code = code !== (text.split("`").length % 2 === 0);
      first &&= text.trim() === "";
      const tag = code ? null : readTag(line, open);
      this.#steps.add((tag?.end ?? open + 1) - open);
      if (tag === null) this.#append("<");
      else this.#tag(tag, { spelled: line.slice(open, tag.end), first }, pieces);
      first = false;
      at = tag?.end ?? open + 1;
    }
    if (this.#cells === null) this.#flush(pieces);
    else this.#append(" ");
    return pieces;
  }

  /** The remaining pieces when the document ends. */
  end(): Piece[] {
    const pieces: Piece[] = [];
    this.#endRow(pieces);
    return pieces;
  }

  #tag({ name, closing }: Tag, { spelled, first }: TagContext, pieces: Piece[]): void {
    if (this.#skipped !== null) {
      if (closing && name === this.#skipped) this.#skipped = null;
    } else if (STRUCK.has(name) || (first && SAMPLES.has(name))) {
      if (!closing) this.#skipped = name;
    } else if (name === "tr") {
      this.#endRow(pieces);
      if (!closing) this.#startRow(pieces);
    } else if (name === "td" || name === "th") {
      if (this.#cells === null) this.#startRow(pieces);
      if (!closing) this.#header ||= name === "th";
      this.#endCell();
    } else if (this.#cells !== null && (BREAKS.has(name) || Object.hasOwn(BLOCKS, name))) {
      if (name === "table" || name === "tbody") this.#endRow(pieces);
      else this.#append(" ");
    } else if (Object.hasOwn(BLOCKS, name)) {
      this.#flush(pieces);
      this.#kind = closing ? "line" : (BLOCKS[name] ?? "line");
    } else if (BREAKS.has(name)) {
      this.#flush(pieces);
    } else if (name === "strong" || name === "b") {
      this.#append("**");
    } else if (!INLINE.has(name)) {
      this.#append(spelled);
    }
  }

  #append(text: string): void {
    if (this.#skipped !== null || (this.#cells !== null && this.#text.length > MAX_CELL_CHARACTERS)) return;
    this.#text += text.includes("&") ? withoutEntities(text) : text;
  }

  #flush(pieces: Piece[]): void {
    if (this.#text !== "") pieces.push({ kind: this.#kind, text: this.#text, cells: [], header: false });
    this.#text = "";
    this.#kind = "line";
  }

  #startRow(pieces: Piece[]): void {
    this.#flush(pieces);
    this.#cells = [];
    this.#header = false;
  }

  #endCell(): void {
    const cell = this.#text.trim();
    if (cell !== "" && this.#cells !== null && this.#cells.length < MAX_CELLS) this.#cells.push(cell);
    this.#text = "";
  }

  #endRow(pieces: Piece[]): void {
    if (this.#cells === null) return;
    this.#endCell();
    const cells = this.#cells;
    this.#cells = null;
    if (cells.length > 0) pieces.push({ kind: "row", text: cells.join(" | "), cells, header: this.#header });
  }
}

interface Tag {
  readonly name: string;
  readonly closing: boolean;
  readonly end: number;
}

interface TagContext {
  readonly spelled: string;
  /** Only white space precedes it on its line. */
  readonly first: boolean;
}

/** The tag that starts at `open`. Looks no further than the next `<`, so every character is looked at twice at most. */
function readTag(line: string, open: number): Tag | null {
  let at = open + 1;
  const closing = line[at] === "/";
  if (closing) at += 1;
  let name = "";
  while (name.length < 12 && isTagCharacter(line[at] ?? "")) {
    name += (line[at] ?? "").toLowerCase();
    at += 1;
  }
  if (name === "") return null;
  const limit = Math.min(line.length, open + MAX_TAG_CHARACTERS);
  while (at < limit && line[at] !== ">" && line[at] !== "<") at += 1;
  return line[at] === ">" ? { name, closing, end: at + 1 } : null;
}

function isTagCharacter(character: string): boolean {
  const lower = character.toLowerCase();
  return (lower >= "a" && lower <= "z") || (character >= "0" && character <= "9");
}

/** An entity has at most ten characters after its `&`. */
function withoutEntities(text: string): string {
  const parts = text.split("&");
  let plain = parts[0] ?? "";
  for (const part of parts.slice(1)) {
    const end = part.slice(0, 10).indexOf(";");
    const known = end === -1 ? null : entity(part.slice(0, end));
    plain += known === null ? `&${part}` : known + part.slice(end + 1);
  }
  return plain;
}

function entity(name: string): string | null {
  if (!name.startsWith("#")) return ENTITIES[name] ?? null;
  const hexadecimal = name[1] === "x" || name[1] === "X";
  const code = Number.parseInt(name.slice(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
  return code > 0x1f && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
    ? String.fromCodePoint(code)
    : null;
}
