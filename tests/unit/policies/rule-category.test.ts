import { describe, expect, it } from "vitest";
import { categoryOfRule } from "../../../policies/rule-category.ts";

describe("categoryOfRule", () => {
  it.each([
    ["SP2.a", ["SP2", "SP20"], "SP2"],
    ["SP20.a", ["SP2", "SP20"], "SP20"],
    ["HAR1", ["HAR"], "HAR"],
    ["H2f", ["H", "H2"], "H2"],
    ["H2.f.1", ["H2", "H2.f"], "H2.f"],
    ["spam-link", ["spam", "sp"], "spam"],
    ["SP2", ["SP2"], "SP2"],
    ["HARM", ["HAR"], null],
    ["R1", ["SP2"], null],
    ["R1", [], null],
  ])("finds for %s in %j the category %j", (rule, categories, expected) => {
    expect(categoryOfRule(rule, categories)).toBe(expected);
  });
});
