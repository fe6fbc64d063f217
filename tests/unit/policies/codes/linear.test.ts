import { describe, expect, it } from "vitest";
import { findCodes } from "../../../../policies/codes/find-codes.ts";
import { Steps } from "../../../../policies/codes/steps.ts";
import { hostileTexts } from "../hostile-texts.ts";

/** Reads each character of a text several times, independently of its length. */
const STEPS_PER_CHARACTER = 20;

describe("finding codes in 200 KB of one repetition", () => {
  it("takes steps in proportion to its length", () => {
    for (const { name, text } of hostileTexts()) {
      const steps = new Steps();
      findCodes(text, steps);
      expect(steps.count, name).toBeLessThan(STEPS_PER_CHARACTER * text.length);
      expect(steps.count, name).toBeGreaterThan(0);
    }
  }, 300_000);
});
