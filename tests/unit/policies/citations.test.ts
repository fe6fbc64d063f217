import { describe, expect, it } from "vitest";
import { citationsKnown } from "../../../policies/citations.ts";
import { compileVerdictSchema } from "../../../policies/verdict-schema.ts";

const categories = [{ code: "SP2" }];
const rules = ["SP2.a", "R1"];
const policy = { categories, rules, verdictSchema: compileVerdictSchema({ categories, rules }) };
const verdict = { violation: 1, rationale: "x" } as const;

describe("citationsKnown", () => {
  it.each([
    [{}, true],
    [{ policy_category: null, rule_ids: [] }, true],
    [{ policy_category: "SP2", rule_ids: ["SP2.a", "R1"] }, true],
    [{ policy_category: "SP2.a" }, true],
    [{ category: "SP2" }, true],
    [{ category: 3, rule_ids: "R1" }, true],
    [{ policy_category: "SP9" }, false],
    [{ policy_category: "sp2" }, false],
    [{ policy_category: "SP2", rule_ids: ["SP2.a", "SP2.z"] }, false],
    [{ category: "SP9" }, false],
    [{ policy_category: ["SP2", "SP9"] }, false],
  ])("judges %j as %j", (part, known) => {
    expect(citationsKnown(policy, { ...verdict, ...part })).toBe(known);
  });

  it("accepts the codes that a custom schema lists for its citations", () => {
    const outputSchema = {
      type: "object",
      additionalProperties: false,
      required: ["violation", "rationale", "category"],
      properties: {
        violation: { enum: [0, 1] },
        rationale: { type: "string" },
        category: { anyOf: [{ enum: ["ads"] }, { type: "null" }] },
        rule_ids: { type: "array", items: { enum: ["x1"] } },
        other: { enum: ["else"] },
      },
    };
    const custom = {
      categories,
      rules,
      verdictSchema: compileVerdictSchema({ categories, rules, outputSchema }),
    };
    expect(citationsKnown(custom, { ...verdict, category: "ads", rule_ids: ["x1", "R1"] })).toBe(true);
    expect(citationsKnown(custom, { ...verdict, category: "else" })).toBe(false);
    expect(citationsKnown(custom, { ...verdict, other: "whatever" })).toBe(true);
  });
});
