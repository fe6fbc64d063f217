export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** The characters of a line, or of a part of it; lines and columns count from 1. */
export function lineRange(
  text: string,
  line: number,
  columns?: { readonly from: number; readonly to: number },
): LineRange {
  let start = 0;
  for (let number = 1; number < line; number += 1) {
    const next = text.indexOf("\n", start);
    if (next === -1) break;
    start = next + 1;
  }
  const newline = text.indexOf("\n", start);
  const end = newline === -1 ? text.length : newline;
  if (columns === undefined) return { start, end };
  return { start: Math.min(end, start + columns.from - 1), end: Math.min(end, start + columns.to - 1) };
}
