import type { Check } from "../check.ts";
import { outcomeOf } from "../examples.ts";

export const exampleUnlabelled: Check = {
  rule: "example-unlabelled",
  severity: "info",
  summary: "An example has no label",
  find({ examples, categories, lines }) {
    return examples
      .filter((example) => example.written === "" && outcomeOf(example, categories) === null)
      .map(({ number }) => ({
        range: lines.line(number),
        message:
          "The example has no label, and its heading does not say whether it is a violation, so the model cannot learn from " +
          "it. Put the outcome and the code after an arrow.",
        suggestion: "→ 1, SP2.a",
      }));
  },
};
