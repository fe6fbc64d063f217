import type { Check } from "../check.ts";
import { isNamed } from "../section-names.ts";
import type { Section } from "../outline.ts";

const POLICY = /\b(?:policy|policies|richtlinie|politique|política|politica)\b/i;

export const severalPolicies: Check = {
  rule: "several-policies",
  severity: "warning",
  summary: "The document contains several policies",
  find({ outline, lines }) {
    const titles = outline.filter(({ level, title }) => level === 1 && POLICY.test(title ?? ""));
    const instructions = outline.filter(isInstructions);
    const [, second] = titles.length > 1 ? titles : instructions;
    if (second === undefined) return [];
    return [
      {
        range: lines.line(second.line),
        message:
          "Another policy seems to begin here. Every further policy in one prompt costs accuracy, and a verdict cannot say " +
          "which one applies. Move each to its own document, and name them in `policy_ids`: each returns its own verdict.",
      },
    ];
  },
};

/** Two goals or instructions are those of two policies; a scope or an overview goes with either. */
function isInstructions({ title }: Section): boolean {
  return /^(?:instructions?|goals?)\b/i.test(title ?? "") && isNamed(title ?? "", "instructions");
}
