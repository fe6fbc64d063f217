import type { Check } from "../check.ts";
import { isNamed } from "../section-names.ts";

/** Words that say what to do when in doubt, in two parts: `a person reviews`, `human review`. */
const REVIEW =
  /\b(?:human|person|manual|people)\b.{0,40}\breview|\breview.{0,40}\b(?:human|person|people|manually)\b/i;

export const escalationMissing: Check = {
  rule: "escalation-missing",
  severity: "warning",
  summary: "The text does not say what to do when in doubt",
  find({ sentences }) {
    const isThere = sentences.some(
      ({ text }) => isNamed(text, "escalation") || REVIEW.test(text.slice(0, 2000)),
    );
    if (isThere) return [];
    return [
      {
        range: null,
        message:
          "The text does not say what to do when in doubt, so the model guesses. State which category to choose if content is " +
          "ambiguous, or is in a language or slang that the model does not know.",
        suggestion:
          "## Ambiguity and escalation\nIf a violating and an allowed reading remain equally plausible, choose the allowed one with low confidence, for a person to review.",
      },
    ];
  },
};
