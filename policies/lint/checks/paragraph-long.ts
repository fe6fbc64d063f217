import type { Check, Found } from "../check.ts";
import type { LintedPolicy } from "../linted-policy.ts";

const MAX_WORDS = 120;

export const paragraphLong: Check = {
  rule: "paragraph-long",
  severity: "info",
  summary: "A paragraph reads like an essay",
  find({ policyLines, sentences, lines }) {
    const text = new Set(policyLines.filter(({ kind }) => kind === "text").map(({ number }) => number));
    const starts = new Set(policyLines.filter(({ afterBlank }) => afterBlank).map(({ number }) => number));
    const found: Found[] = [];
    let paragraph: Paragraph | null = null;
    const end = (): void => {
      if (paragraph !== null && paragraph.words > MAX_WORDS) found.push(tooLong(paragraph, lines));
      paragraph = null;
    };
    for (const { number, words } of sentences) {
      if (!text.has(number) || starts.has(number)) end();
      if (!text.has(number)) continue;
      paragraph ??= { first: number, last: number, words: 0 };
      paragraph.last = number;
      paragraph.words += words.length;
    }
    end();
    return found;
  },
};

interface Paragraph {
  readonly first: number;
  last: number;
  words: number;
}

function tooLong({ first, last, words }: Paragraph, lines: LintedPolicy["lines"]): Found {
  return {
    range: lines.lines(first, last),
    message: `The paragraph has ${words} words. The model follows short criteria better than an essay. Turn it into a list with one criterion per item.`,
  };
}
