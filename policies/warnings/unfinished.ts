import type { Word } from "./sentence-words.ts";

const MARKS = new Set(["TODO", "TBD", "TBC", "FIXME", "XXX"]);

/** Whether the line is unfinished: TODO, TBD, ???, lorem ipsum. */
export function isUnfinished(line: string, words: readonly Word[]): boolean {
  return (
    line.includes("???") ||
    words.some(
      ({ spelled, lower }, index) =>
        MARKS.has(spelled) || (lower === "lorem" && words[index + 1]?.lower === "ipsum"),
    )
  );
}
