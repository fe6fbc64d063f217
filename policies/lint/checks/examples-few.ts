import type { Check } from "../check.ts";
import { isNamed } from "../section-names.ts";

const ENOUGH = 4;

export const examplesFew: Check = {
  rule: "examples-few",
  severity: "warning",
  summary: "The text has fewer than four examples",
  find({ examples, outline, lines }) {
    const section = outline.find(({ title }) => isNamed(title ?? "", "examples"));
    // Without any, a missing section is reported.
    if (examples.length >= ENOUGH || (examples.length === 0 && section === undefined)) return [];
    return [
      {
        range: section === undefined ? null : lines.line(section.line),
        message: `The text has ${examples.length === 0 ? "no" : "only"} ${examples.length === 0 ? "" : `${examples.length} `}labelled example${examples.length === 1 ? "" : "s"}. 4 to 6 short ones near the boundary, of both kinds, show the model more than further criteria.`,
        suggestion: '- "Short sample of content" → 1, SP2.a',
      },
    ];
  },
};
