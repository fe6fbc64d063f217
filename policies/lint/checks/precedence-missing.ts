import type { Check } from "../check.ts";

const WORDS = new Set(
  (
    "precedence priority priorities dominant dominates highest strictest severest outweighs outweigh overrides override prevails " +
    "prevail supersedes first vorrang höchste priorité prioridad precedencia prioridade priorità приоритет"
  ).split(" "),
);

export const precedenceMissing: Check = {
  rule: "precedence-missing",
  severity: "warning",
  summary: "The text does not say which category decides if several match",
  find({ categories, sentences }) {
    const violating = categories.filter(({ violation = 1 }) => violation === 1).map(({ code }) => code);
    if (violating.length < 2) return [];
    if (sentences.some(({ words }) => words.some(({ lower }) => WORDS.has(lower)))) return [];
    return [
      {
        range: null,
        message:
          "The text does not say which category decides if several match, so similar content gets different categories. State " +
          "their order.",
        suggestion: `## Precedence\nThe highest matching category decides: ${violating.slice(-5).reverse().join(", ")}.`,
      },
    ];
  },
};
