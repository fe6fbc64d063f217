import type { Check } from "../check.ts";

export const scoreMissing: Check = {
  rule: "score-missing",
  severity: "info",
  summary: "A review rule needs a score, which the engine may not return",
  find({ mayLackScores, frontMatter, policy }) {
    const { score_between: between, confidence } = policy.frontMatter.review ?? {};
    if (!mayLackScores || between === undefined || confidence !== undefined) return [];
    return [
      {
        range: frontMatter.at(["review", "score_between"], "key"),
        message:
          "Not every server of the configured kind returns the probabilities from which a score is computed. Without a score, " +
          "score_between never selects a verdict for review. Add a rule that needs none.",
        suggestion: "confidence: low",
      },
    ];
  },
};
