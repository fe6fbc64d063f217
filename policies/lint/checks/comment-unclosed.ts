import type { Check } from "../check.ts";

export const commentUnclosed: Check = {
  rule: "comment-unclosed",
  severity: "warning",
  summary: "A comment is never closed",
  find({ found, lines }) {
    const line = found.doubts.openComment;
    if (line === null) return [];
    return [
      {
        range: lines.line(line),
        message:
          "A comment opens here and is never closed, so the text after it was not searched for codes. Close it with -->, or " +
          "remove it.",
      },
    ];
  },
};
