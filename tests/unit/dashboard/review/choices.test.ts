import { describe, expect, it } from "vitest";
import { overturnChoices } from "../../../../dashboard/pages/review/choices.ts";

const CATEGORIES = [
  { code: "SP1", title: "Not spam", violation: 0 as const },
  { code: "SP2", title: "Promotion" },
  { code: "SP3" },
];
const shown = (...parameters: Parameters<typeof overturnChoices>): string[] =>
  overturnChoices(...parameters).map(({ key, words, violation }) => `${key} ${words} ${violation}`);

describe("overturnChoices", () => {
  it("offers everything but what the model decided, under keys that stay the same", () => {
    expect(shown(CATEGORIES, { violation: 1, policy_category: "SP2" })).toEqual([
      "0 No violation 0",
      "2 SP3 1",
      "3 SP1 Not spam 0",
    ]);
    expect(shown(CATEGORIES, { violation: 0, policy_category: null })).toEqual([
      "1 SP2 Promotion 1",
      "2 SP3 1",
      "3 SP1 Not spam 0",
    ]);
  });

  it("offers a violation without a category if the policy has none", () => {
    expect(shown([], null)).toEqual(["0 No violation 0", "1 Violation, without a category 1"]);
  });

  it("has no key for the tenth category and later ones", () => {
    const many = Array.from({ length: 11 }, (_, index) => ({ code: `C${index}` }));
    expect(overturnChoices(many, null).map(({ key }) => key)).toEqual([
      ...Array.from({ length: 10 }, (_, index) => String(index)),
      null,
      null,
    ]);
  });
});
