import type { Check } from "../check.ts";

const MARKS = new Set(["TODO", "TBD", "TBC", "FIXME", "XXX"]);
const QUESTION = "???";

export const unfinished: Check = {
  rule: "unfinished",
  severity: "warning",
  summary: "A part of the text is unfinished",
  find({ sentences }) {
    return sentences.flatMap(({ text, words, range }) => {
      const mark = words.find(
        ({ spelled, lower }, index) =>
          MARKS.has(spelled) || (lower === "lorem" && words[index + 1]?.lower === "ipsum"),
      );
      const question = text.indexOf(QUESTION);
      if (mark === undefined && question === -1) return [];
      return [
        {
          range:
            mark === undefined ? range(question, question + QUESTION.length) : range(mark.start, mark.end),
          message:
            "This part is unfinished, and the model reads the note as part of the policy. Finish the part, or remove the note.",
        },
      ];
    });
  },
};
