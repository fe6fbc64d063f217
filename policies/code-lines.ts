/** One line of markdown that may define a code. */
export interface CodeLine {
  readonly kind: "heading" | "item" | "row" | "text";
  /** Without indentation, quote marks, list marker, heading marks and leading pictographs. */
  readonly text: string;
  /** The cells of a table row; empty for every other kind. */
  readonly cells: readonly string[];
  readonly afterBlank: boolean;
}

/**
 * Splits markdown into the lines that can define codes. Blank lines, the rules of tables and fenced code
 * blocks (which hold samples of output) are left out. Linear in the length of the text.
 */
export function codeLines(markdown: string): CodeLine[] {
  const lines: CodeLine[] = [];
  let fence: string | null = null;
  let afterBlank = true;
  for (const line of markdown.split(/\r\n|\r|\n/)) {
    const content = line.replace(/^[\s>]+/, "").trimEnd();
    const marker = /^(`{3,}|~{3,})/.exec(content)?.[1];
    if (marker && (fence === null || (marker.startsWith(fence) && content === marker))) {
      fence = fence === null ? marker : null;
    } else if (fence === null && content !== "") {
      const codeLine = toCodeLine(content, afterBlank);
      if (codeLine) lines.push(codeLine);
    }
    afterBlank = content === "";
  }
  return lines;
}

function toCodeLine(content: string, afterBlank: boolean): CodeLine | null {
  if (content.startsWith("|")) {
    if (/^[|\s:-]+$/.test(content)) return null;
    const cells = content
      .split("|")
      .slice(1)
      .map((cell) => cell.trim());
    return { kind: "row", text: content, cells, afterBlank };
  }
  const heading = /^#{1,6}\s+/.exec(content);
  if (heading)
    return {
      kind: "heading",
      text: withoutPictographs(content.slice(heading[0].length)),
      cells: [],
      afterBlank,
    };
  const item = /^(?:[-*+•·]|\d{1,3}[.)])\s+/.exec(content);
  if (item)
    return { kind: "item", text: withoutPictographs(content.slice(item[0].length)), cells: [], afterBlank };
  return { kind: "text", text: withoutPictographs(content), cells: [], afterBlank };
}

function withoutPictographs(text: string): string {
  return text.replace(/^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f|\s)+/u, "");
}
