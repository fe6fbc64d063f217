import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { declareCodes } from "../../../policies/declare-codes.ts";
import { codesAgree } from "../../../policies/citations.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { rulesFoundIn } from "./lint/lint-text.ts";
import { accepts, parseText } from "./policy-cases.ts";

const LIST = "# Rules\n\n- V0: Fine\n- V1: Threats\n- V1.a direct\n- V2: Spam\n";
const DECLARED = `---\ncategories:\n  - { code: V0, violation: 0 }\n  - { code: V1 }\n`;

describe("codes that were inferred", () => {
  const policy = parseText(LIST);

  it("are valid with either decision, and a verdict may cite none", () => {
    for (const violation of [0, 1] as const) {
      for (const code of ["V0", "V1", "V2", null]) expect(accepts(policy, violation, code)).toBe(true);
      expect(accepts(policy, violation, "V1", ["V1.a"])).toBe(true);
      expect(accepts(policy, violation, "V9")).toBe(false);
      expect(accepts(policy, violation, null, ["V9.a"])).toBe(false);
    }
  });

  it("are reported as inferred", () => {
    expect(policy.inferred).toEqual({ categories: true, rules: true });
    expect(rulesFoundIn(LIST)).toContain("codes-inferred");
  });

  it.each([
    [0, "V0", [], true],
    [1, "V1", ["V1.a"], true],
    [1, null, [], true],
    [1, "V0", [], false],
    [0, "V1", [], false],
    [0, null, ["V1.a"], false],
    [1, "V9", [], true],
  ] as const)(
    "of violation %i with %s and %j are reported to agree: %j",
    (violation, category, rules, agree) => {
      const verdict = { violation, policy_category: category, rule_ids: [...rules], rationale: "x" };
      expect(codesAgree(policy, verdict)).toBe(agree);
    },
  );

  it("are declared by the front matter that is shown", () => {
    for (const text of [
      LIST,
      `---\ntitle: "Mine: all"\nreasoning_effort: high\n---\n${LIST}`,
      '# R\n\n- V1: "a", {b}: c\n- V2 # x\n',
    ]) {
      const found = parseText(text);
      const declared = parseText(`${declareCodes(found)}${found.instructions}`);
      expect(declared.categories).toEqual(found.categories);
      expect(declared.rules).toEqual(found.rules);
      expect(declared.inferred).toEqual({ categories: false, rules: false });
      expect(declared.frontMatter).toMatchObject(found.frontMatter);
      expect(rulesFoundIn(declared.source)).not.toContain("codes-inferred");
    }
  });
});

describe("for any text", () => {
  const piece = fc.constantFrom(
    "V1",
    "V0",
    "P0",
    "H",
    "SP2.a",
    "R1",
    ": ",
    " – ",
    " ",
    "\n",
    "\r\n",
    "- ",
    "# ",
    "| ",
    "**",
    "(",
    ")",
    "\t",
    "<li>",
    "<td>",
    "<!--",
    "-->",
    "```\n",
    "✅ ",
    "1️⃣ ",
    "\u200f",
    "Allowed",
    "safe",
    "not ",
    "Spam",
    "Severity\n",
    "===\n",
    "[ ] ",
    "1. ",
    "；",
    "Ｖ２：",
  );

  it("a violation and its opposite may cite any code found, or none", () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 40 }), (pieces) => {
        const text = `Text ${pieces.join("")}`;
        const policy = parseText(text);
        const codes = [...policy.categories.map(({ code }) => code), null];
        const strict = compileValidator(policy.verdictSchema.strict);
        for (const policy_category of codes) {
          for (const violation of [0, 1]) {
            const verdict = { violation, policy_category, rule_ids: [], confidence: "low", rationale: "x" };
            expect(strict(verdict).ok).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

describe("codes that were declared", () => {
  it("are enforced", () => {
    const policy = parseText(`${DECLARED}rules: [V0.a, V1.a]\n---\n${LIST}`);
    expect(policy.inferred).toEqual({ categories: false, rules: false });
    expect(accepts(policy, 1, "V1", ["V1.a"])).toBe(true);
    expect(accepts(policy, 0, "V0", ["V0.a"])).toBe(true);
    for (const [violation, category] of [
      [1, "V0"],
      [1, null],
      [0, "V1"],
    ] as const) {
      expect(accepts(policy, violation, category)).toBe(false);
    }
    expect(accepts(policy, 1, "V1", ["V0.a"])).toBe(false);
  });

  it("do not enforce inferred rules", () => {
    const policy = parseText(`${DECLARED}---\n${LIST}`);
    expect(policy.inferred).toEqual({ categories: false, rules: true });
    expect(policy.rules).toEqual(["V1.a", "V2"]);
    expect(accepts(policy, 1, "V0")).toBe(false);
    expect(accepts(policy, 0, "V0", ["V1.a"])).toBe(true);
    expect(accepts(policy, 1, "V1", ["V1.a", "V2"])).toBe(true);
  });
});
