/** A part of a policy's markdown, as far as it matters to a reader. Lines are counted from 1 in the whole document. */
export type Block =
  | { readonly kind: "heading"; readonly line: number; readonly level: number; readonly text: string }
  | { readonly kind: "item"; readonly line: number; readonly depth: number; readonly text: string }
  | { readonly kind: "paragraph" | "literal"; readonly line: number; readonly text: string };

const FRONT_MATTER = /^---[ \t]*$/;
const HEADING = /^(#{1,6})[ \t](.*)$/;
const ITEM = /^([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t](.*)$/;
const FENCE = /^[ \t]*(?:```|~~~)/;
const SPACES_PER_LEVEL = 2;
const MAX_DEPTH = 4;

/** Reads a document line by line, in linear time, and never changes its words. */
export function blocksOf(source: string): readonly Block[] {
  const lines = source.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  const blocks: Block[] = [];
  let open: { kind: "paragraph" | "literal" | "item"; line: number; depth: number; texts: string[] } | null =
    null;
  let inFence = false;
  const close = (): void => {
    if (open === null) return;
    const { kind, line, depth, texts } = open;
    const text = texts.join(kind === "literal" ? "\n" : " ");
    blocks.push(kind === "item" ? { kind, line, depth, text } : { kind, line, text });
    open = null;
  };
  const begin = (kind: "paragraph" | "literal" | "item", line: number, text: string, depth = 0): void => {
    close();
    open = { kind, line, depth, texts: [text] };
  };
  for (let index = textStart(lines); index < lines.length; index += 1) {
    const text = lines[index] ?? "";
    const line = index + 1;
    if (FENCE.test(text)) {
      if (inFence) close();
      inFence = !inFence;
      if (inFence) begin("literal", line, "");
      continue;
    }
    const current = open as { kind: string; texts: string[] } | null;
    if (inFence) {
      current?.texts.push(text);
      continue;
    }
    const heading = HEADING.exec(text);
    const item = ITEM.exec(text);
    if (heading !== null) {
      close();
      const [, marks = "", title = ""] = heading;
      blocks.push({ kind: "heading", line, level: marks.length, text: title.trim() });
    } else if (item !== null) {
      const [, indent = "", rest = ""] = item;
      const depth = Math.floor(indent.replaceAll("\t", "  ").length / SPACES_PER_LEVEL);
      begin("item", line, rest.trim(), Math.min(MAX_DEPTH, depth));
    } else if (text.trim() === "") {
      close();
    } else if (text.trimStart().startsWith("|")) {
      if (current?.kind === "literal") current.texts.push(text);
      else begin("literal", line, text);
    } else if (current !== null && current.kind !== "literal") {
      current.texts.push(text.trim());
    } else {
      begin("paragraph", line, text.trim());
    }
  }
  close();
  return blocks;
}

/** The index of the first line after the front matter. */
function textStart(lines: readonly string[]): number {
  if (!FRONT_MATTER.test(lines[0] ?? "") || (lines[1] ?? "").trim() === "") return 0;
  const end = lines.findIndex((line, index) => index > 0 && FRONT_MATTER.test(line));
  return end === -1 ? 0 : end + 1;
}
