import { frontMatterLookalike } from "../../split-front-matter.ts";
import type { Check } from "../check.ts";

export const frontMatterIgnored: Check = {
  rule: "front-matter-ignored",
  severity: "warning",
  summary: "Text looks like front matter but is not",
  find({ policy: { instructions, linesBefore }, lines }) {
    const line = linesBefore === 0 ? frontMatterLookalike(instructions) : null;
    if (line === null) return [];
    return [
      {
        range: lines.line(line),
        message:
          "This looks like front matter but was read as text, so it has no effect. Front matter is the document's " +
          "first lines, between a line --- and the next line ---.",
      },
    ];
  },
};
