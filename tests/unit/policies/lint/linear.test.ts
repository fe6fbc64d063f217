import { describe, expect, it } from "vitest";
import { Steps } from "../../../../policies/codes/steps.ts";
import { lintPolicy } from "../../../../policies/lint/lint-policy.ts";
import { MAX_LINT_SECTIONS } from "../../../../schemas/policy-lint.ts";
import { hostileTexts } from "../hostile-texts.ts";
import { parseText } from "../policy-cases.ts";

/** Reads the text for codes, for sentences, for mentions and for marks. */
const STEPS_PER_CHARACTER = 40;
/** Enough to show a number of steps that grows with the square. */
const LENGTH = 50_000;
/** What checks of examples, labels, samples and mentions read. */
const MORE_UNITS = [
  "It may be, ",
  "V1, V2 or V3, ",
  '- "a" → 1, V1\n',
  "“a” → D-V1, R-V2, ",
  '{"violation": 1}\n',
  "{\n",
  "<|start|>",
  "# Policy\n",
  "GOAL: x\n",
  "human review ",
  "Examples:\n- a\n",
  "**V1: a**\n",
];

describe("linting one repetition", () => {
  const more = MORE_UNITS.map((unit) => ({
    name: JSON.stringify(unit),
    text: `# A\n\n- V1: a\n\n${unit.repeat(Math.floor(LENGTH / unit.length))}`,
  }));
  const hostile = hostileTexts().map(({ name, text }) => ({ name, text: text.slice(0, LENGTH) }));
  const texts = [...hostile, ...more].filter(({ text }) => text.trim() !== "");

  it("takes steps in proportion to its length, and produces a bounded report", () => {
    for (const { name, text } of texts) {
      const steps = new Steps();
      let counted = 0;
      const policy = { ...parseText("x"), instructions: text };
      const report = lintPolicy(
        policy,
        {
          assertRunnable: () => undefined,
          countTokens(part) {
            counted += part.length;
            return part.length;
          },
        },
        steps,
      );
      expect(steps.count, name).toBeLessThan(STEPS_PER_CHARACTER * text.length);
      expect(counted, name).toBeLessThanOrEqual(2 * text.length);
      expect(report.findings.length, name).toBeLessThan(500);
      expect(report.tokens?.sections.length, name).toBeLessThanOrEqual(MAX_LINT_SECTIONS);
    }
  }, 300_000);
});
