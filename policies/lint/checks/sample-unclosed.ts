import type { Check } from "../check.ts";

export const sampleUnclosed: Check = {
  rule: "sample-unclosed",
  severity: "warning",
  summary: "A fenced block is never closed",
  find({ found, lines }) {
    const line = found.doubts.openFence;
    if (line === null) return [];
    return [
      {
        range: lines.line(line),
        message:
          "A fenced block opens here and is never closed, so the text after it was not searched for codes. Close it with the " +
          "same marks, or remove them.",
      },
    ];
  },
};
