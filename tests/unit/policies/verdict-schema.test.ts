import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileVerdictSchema } from "../../../policies/verdict-schema.ts";
import { compileValidator } from "../../../schemas/validate.ts";

const CATEGORIES = [{ code: "SP0", violation: 0 }, { code: "SP2", violation: 1 }, { code: "SP3" }] as const;
const RULES = ["SP0.a", "SP2.a", "SP2.b", "SP3.a", "R1"];
const schema = compileVerdictSchema({ categories: CATEGORIES, rules: RULES });
const strict = compileValidator(schema.strict);
const shown = compileValidator(schema.shown);

const base = { violation: 0, policy_category: null, rule_ids: [], confidence: "low", rationale: "x" };

describe("compileVerdictSchema", () => {
  it.each([
    {},
    { policy_category: "SP0", rule_ids: ["SP0.a"] },
    { violation: 1, policy_category: "SP2", rule_ids: ["SP2.a", "R1"] },
    { violation: 1, policy_category: "SP3" },
    { rationale: "😀".repeat(600) },
  ])("accepts %j", (part) => {
    expect(strict({ ...base, ...part }).ok).toBe(true);
  });

  it.each([
    { policy_category: "SP2" },
    { rule_ids: ["SP2.a"] },
    { rule_ids: ["R1"] },
    { violation: 1 },
    { violation: 1, policy_category: "SP0" },
    { violation: 1, policy_category: "SP2", rule_ids: ["SP0.a"] },
    { violation: 1, policy_category: "SP2", rule_ids: ["SP2.a", "SP2.a"] },
    { violation: 1, policy_category: "SP2", rule_ids: ["SP9.a"] },
    { violation: 1, policy_category: "SP2.a" },
    { violation: 2 },
    { violation: "0" },
    { violation: true },
    { confidence: 0.9 },
    { rationale: "" },
    { rationale: "x".repeat(601) },
    { extra: 1 },
    { rationale: undefined },
  ])("refuses %j", (part) => {
    expect(strict(JSON.parse(JSON.stringify({ ...base, ...part }))).ok).toBe(false);
  });

  it("decodes the decision first and the rationale last", () => {
    const order = ["violation", "policy_category", "rule_ids", "confidence", "rationale"];
    const branches = schema.strict["anyOf"] as { properties: object }[];
    for (const { properties } of [schema.shown as { properties: object }, ...branches]) {
      expect(Object.keys(properties)).toEqual(order);
    }
    expect(branches.map((branch) => branch.properties)).toMatchObject([
      { violation: { const: 0 } },
      { violation: { const: 1 } },
    ]);
  });

  it("shows at least what it enforces", () => {
    const verdict = fc.record({
      violation: fc.constantFrom(0, 1),
      policy_category: fc.constantFrom(null, "SP0", "SP2", "SP3"),
      rule_ids: fc.array(fc.constantFrom(...RULES), { maxLength: 3 }),
      confidence: fc.constantFrom("low", "medium", "high"),
      rationale: fc.string({ maxLength: 700 }),
    });
    fc.assert(
      fc.property(verdict, (value) => !strict(value).ok || shown(value).ok),
      { numRuns: 500 },
    );
  });

  it("requires null and an empty list if a policy has no codes", () => {
    const bare = compileValidator(compileVerdictSchema({ categories: [], rules: [] }).strict);
    expect(bare(base).ok).toBe(true);
    expect(bare({ ...base, violation: 1 }).ok).toBe(true);
    expect(bare({ ...base, violation: 1, policy_category: "SP2" }).ok).toBe(false);
    expect(bare({ ...base, violation: 1, rule_ids: ["R1"] }).ok).toBe(false);
  });

  it("allows rules without categories", () => {
    const rulesOnly = compileValidator(compileVerdictSchema({ categories: [], rules: ["R1"] }).strict);
    expect(rulesOnly({ ...base, violation: 1, rule_ids: ["R1"] }).ok).toBe(true);
    expect(rulesOnly({ ...base, rule_ids: ["R1"] }).ok).toBe(false);
  });

  it("allows only null for allowed content if no code is for allowed content", () => {
    const violating = compileValidator(
      compileVerdictSchema({ categories: [{ code: "A" }], rules: ["A.1"] }).strict,
    );
    expect(violating(base).ok).toBe(true);
    expect(violating({ ...base, policy_category: "A" }).ok).toBe(false);
    expect(violating({ ...base, violation: 1 }).ok).toBe(false);
  });

  it("bounds the rules that one verdict cites", () => {
    const rules = Array.from({ length: 20 }, (_, n) => `A.${n}`);
    const many = compileValidator(compileVerdictSchema({ categories: [{ code: "A" }], rules }).strict);
    const cite = (count: number): object => ({
      ...base,
      violation: 1,
      policy_category: "A",
      rule_ids: rules.slice(0, count),
    });
    expect(many(cite(16)).ok).toBe(true);
    expect(many(cite(17)).ok).toBe(false);
  });
});
