import { isDigit } from "../codes/characters.ts";
import type { Word } from "./sentence-words.ts";

/** Words that leave a decision open. */
const HEDGES = new Set(
  (
    "generally usually often typically may might could sometimes normally mostly likely probably perhaps possibly " +
    "maybe tend tends occasionally frequently rarely"
  ).split(" "),
);

/** Whether the line hedges. May before a number, or with a capital inside a sentence, is a month. */
export function hedges(words: readonly Word[]): boolean {
  return words.some(({ lower, spelled, first }, index) => {
    if (!HEDGES.has(lower)) return false;
    const isMonth = spelled === "May" && (!first || isDigit(words[index + 1]?.spelled.charAt(0) ?? ""));
    return !isMonth;
  });
}
