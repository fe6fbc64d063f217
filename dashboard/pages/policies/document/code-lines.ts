import type { Block } from "./blocks.ts";

/** The line on which each code is defined, if it begins a heading, list item or paragraph. */
export function codeLines(blocks: readonly Block[], codes: readonly string[]): ReadonlyMap<string, number> {
  const wanted = new Set(codes);
  const lines = new Map<string, number>();
  for (const { text, line } of blocks) {
    const first = /^[\s*`_(|]*([^\s:*`_|,)–—]+)/.exec(text)?.[1]?.replace(/[.;]$/, "");
    if (first !== undefined && wanted.has(first) && !lines.has(first)) lines.set(first, line);
  }
  return lines;
}
