import type { Check } from "../check.ts";

export const tooManyLines: Check = {
  rule: "too-many-lines",
  severity: "warning",
  summary: "The text has more lines than are searched for codes",
  find({ found, lines }) {
    const from = found.doubts.unreadFrom;
    if (from === null) return [];
    return [
      {
        range: lines.line(from),
        message:
          "The text has more lines than are searched for codes. The search, and all checks, end here. Remove empty lines, " +
          "or divide the text into several policies.",
      },
    ];
  },
};
