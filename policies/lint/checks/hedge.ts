import { isDigit } from "../../codes/characters.ts";
import type { Check } from "../check.ts";
import type { Word } from "../sentence-words.ts";

/** Words that leave a decision open, and what to write instead. */
const HEDGES = hedgesOf({
  "generally usually often typically normally mostly frequently": (word) =>
    `Leave out “${word}” and name the exception: “… unless <condition>”.`,
  may: (word) =>
    `Instead of “${word}”, write “is allowed to” for a permission; otherwise state the condition: “… if <condition>”.`,
  "might could probably perhaps possibly maybe": (word) =>
    `Instead of “${word}”, state the condition: “… if <condition>”.`,
  "sometimes occasionally rarely": (word) => `Instead of “${word}”, name the cases: “… when <condition>”.`,
  "likely tend tends": (word) =>
    `Instead of “${word}”, name what can be seen in the content: “… if it contains <sign>”.`,
});

export const hedge: Check = {
  rule: "hedge",
  severity: "warning",
  summary: "A word leaves the decision open",
  find({ sentences }) {
    return sentences.flatMap(({ words, range }) =>
      words.flatMap((word, index) => {
        const suggest = HEDGES.get(word.lower);
        if (suggest === undefined || isMonth(word, words[index + 1])) return [];
        return [
          {
            range: range(word.start, word.end),
            message: `“${word.spelled}” leaves the decision open, so similar content gets different verdicts. State the condition.`,
            suggestion: suggest(word.lower),
          },
        ];
      }),
    );
  },
};

/** May before a number, or with a capital inside a sentence, is a month. */
function isMonth({ spelled, first }: Word, next: Word | undefined): boolean {
  return spelled === "May" && (!first || isDigit(next?.spelled.charAt(0) ?? ""));
}

function hedgesOf(
  groups: Readonly<Record<string, (word: string) => string>>,
): ReadonlyMap<string, (word: string) => string> {
  return new Map(
    Object.entries(groups).flatMap(([words, suggest]) =>
      words.split(" ").map((word) => [word, suggest] as const),
    ),
  );
}
