export interface InlinePart {
  readonly kind: "text" | "strong" | "code";
  readonly text: string;
}

const MARKED = /\*\*([^*]{1,400})\*\*|`([^`]{1,400})`/g;

/** Divides a line into bold text, code and plain text; everything else is shown as it was written. */
export function inlineParts(text: string): readonly InlinePart[] {
  const parts: InlinePart[] = [];
  let start = 0;
  for (const match of text.matchAll(MARKED)) {
    if (match.index > start) parts.push({ kind: "text", text: text.slice(start, match.index) });
    const [whole, strong, code] = match;
    parts.push(strong === undefined ? { kind: "code", text: code ?? "" } : { kind: "strong", text: strong });
    start = match.index + whole.length;
  }
  if (start < text.length) parts.push({ kind: "text", text: text.slice(start) });
  return parts;
}
