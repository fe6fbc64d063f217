import type { Check } from "../check.ts";
import { outcomeOf } from "../examples.ts";

export const examplesOneSided: Check = {
  rule: "examples-one-sided",
  severity: "warning",
  summary: "All examples have the same outcome",
  find({ examples, categories, lines }) {
    const outcomes = new Set(examples.map((example) => outcomeOf(example, categories)));
    const [outcome] = outcomes;
    const [first] = examples;
    if (first === undefined || examples.length < 2 || outcomes.size > 1 || outcome == null) return [];
    return [
      {
        range: lines.line(first.number),
        message: `All examples ${outcome === 1 ? "violate the policy" : "are allowed"}, so the model learns to expect that outcome. Add some that are ${outcome === 1 ? "allowed" : "violations"} and look much the same.`,
      },
    ];
  },
};
