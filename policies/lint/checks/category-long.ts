import type { Check } from "../check.ts";

const MAX_TOKENS = 600;

export const categoryLong: Check = {
  rule: "category-long",
  severity: "warning",
  summary: "One of several categories is longer than a whole policy should be",
  find({ outline, sectionTokens, categories, lines }) {
    if (categories.length < 2) return [];
    const sums = new Map<string, { tokens: number; readonly line: number }>();
    outline.forEach(({ category, line }, index) => {
      if (category === null) return;
      const sum = sums.get(category) ?? { tokens: 0, line };
      sum.tokens += sectionTokens[index] ?? 0;
      sums.set(category, sum);
    });
    return [...sums].flatMap(([code, { tokens, line }]) =>
      tokens <= MAX_TOKENS
        ? []
        : [
            {
              range: lines.line(line),
              message: `${code} has ${tokens} tokens. In a policy of several categories each should have 300 to ${MAX_TOKENS}, with one or two examples of each outcome. Shorten it, or make it a separate policy.`,
            },
          ],
    );
  },
};
