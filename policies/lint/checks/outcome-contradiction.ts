import type { Check } from "../check.ts";
import { OUTCOMES } from "../labels.ts";
import type { Section } from "../outline.ts";

/** Words that introduce the outcome of a section: `Output: INVALID`. */
const INTRODUCTIONS = new Set([
  "output",
  "outcome",
  "label",
  "verdict",
  "result",
  "decision",
  "classification",
]);

export const outcomeContradiction: Check = {
  rule: "outcome-contradiction",
  severity: "warning",
  summary: "The outcome that a section states contradicts its category",
  find({ sentences, outline }) {
    let at = 0;
    return sentences.flatMap(({ number, words, range }) => {
      while ((outline[at + 1]?.line ?? Number.POSITIVE_INFINITY) <= number) at += 1;
      const section = outline[at];
      const [first, second] = words;
      if (first === undefined || second === undefined || !INTRODUCTIONS.has(first.lower)) return [];
      const said = OUTCOMES[second.spelled];
      if (said === undefined || !decides(section) || section.violation === said) return [];
      return [
        {
          range: range(second.start, second.end),
          message: `The outcome here is ${second.spelled}, but ${section.category} was understood as ${section.violation === 1 ? "a violation" : "allowed content"}. Correct the word, or declare the category's \`violation\` in the front matter.`,
          suggestion: `- { code: ${section.category}, violation: ${said} }`,
        },
      ];
    });
  },
};

function decides(
  section: Section | undefined,
): section is Section & { readonly category: string; readonly violation: 0 | 1 } {
  return section !== undefined && section.category !== null && section.violation !== null;
}
