import type { Check } from "../check.ts";

const LONG_WORDS = 300;
const MIN_HEADINGS = 3;

export const headingsFew: Check = {
  rule: "headings-few",
  severity: "info",
  summary: "A long text has hardly any headings",
  find({ outline, sentences }) {
    const headings = outline.filter(({ title }) => title !== null).length;
    const words = sentences.reduce((sum, sentence) => sum + sentence.words.length, 0);
    if (headings >= MIN_HEADINGS || words <= LONG_WORDS) return [];
    return [
      {
        range: null,
        message: `The text has ${words} words and ${headings} headings. Headings tell the model which part is a definition, a criterion or an example. Put one above each part.`,
      },
    ];
  },
};
