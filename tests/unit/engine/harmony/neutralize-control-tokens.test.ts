import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONTROL_TOKENS, controlTokenSpelling } from "../../../../engine/harmony/control-tokens.ts";
import {
  neutralizeControlTokens,
  restoreControlTokens,
} from "../../../../engine/harmony/neutralize-control-tokens.ts";

const SPELLINGS = Object.values(CONTROL_TOKENS).map((id) => controlTokenSpelling(id)!);
const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...SPELLINGS, "<", "|", ">", "\u200B", "<|", "|>", "<<||"), fc.string()))
  .map((parts) => parts.join(""));

describe("neutralizeControlTokens", () => {
  it("leaves no spelling of a control token, including those of other families", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const harmless = neutralizeControlTokens(text);
        return !harmless.includes("<|") && SPELLINGS.every((spelling) => !harmless.includes(spelling));
      }),
    );
  });

  it("is exactly reversible", () => {
    fc.assert(
      fc.property(hostileText, (text) => restoreControlTokens(neutralizeControlTokens(text)) === text),
    );
  });

  it("looks the same, and does not change other text", () => {
    expect(neutralizeControlTokens("<|end|>")).toBe("<\u200B|end|>");
    expect(neutralizeControlTokens("a < b || c <b>|</b>")).toBe("a < b || c <b>|</b>");
  });

  it("handles a long text of only control tokens", () => {
    expect(neutralizeControlTokens(`<${"\u200B".repeat(100_000)}`)).toHaveLength(100_001);
    expect(neutralizeControlTokens("<|".repeat(100_000))).toHaveLength(300_000);
  });
});
