import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, it } from "vitest";
import { citationsKnown } from "../../../policies/citations.ts";
import { findCodes } from "../../../policies/codes/find-codes.ts";
import { listLibraryPolicies, readLibraryPolicy } from "../../../policies/library.ts";
import { parsePolicy } from "../../../policies/parse-policy.ts";
import { policyIdSchema } from "../../../schemas/common.ts";
import { compileValidator } from "../../../schemas/validate.ts";

interface GoldenExample {
  readonly id: string;
  readonly content: string;
  readonly violation: 0 | 1;
  readonly policy_category: string;
  readonly note?: string;
}

const goldenExample = compileValidator<GoldenExample>({
  type: "object",
  additionalProperties: false,
  required: ["id", "content", "violation", "policy_category"],
  properties: {
    id: { type: "string", minLength: 1 },
    content: { type: "string", minLength: 1, maxLength: 2000 },
    violation: { enum: [0, 1] },
    policy_category: { type: "string" },
    note: { type: "string", minLength: 1 },
  },
});

/** The guide's recommendation: a criterion that hedges can be applied in two ways. */
const HEDGES =
  /\b(generally|usually|often|typically|may|might|could|sometimes|normally|mostly|likely|probably|perhaps|possibly|tends?)\b/i;

const library = listLibraryPolicies();

describe("the starter library", () => {
  it("contains the nine policies", () => {
    expect(library.map(({ id }) => id)).toEqual([
      "harassment",
      "hate",
      "illicit-goods",
      "personal-data",
      "prompt-injection",
      "self-harm",
      "sexual-content",
      "spam",
      "violence",
    ]);
    const validId = compileValidator(policyIdSchema);
    for (const { id } of library) expect(validId(id).ok).toBe(true);
  });

  it.each(["", "..", "../library/spam", "spam/", "Spam", "nonsense"])("has no policy %j", (id) => {
    expect(() => readLibraryPolicy(id)).toThrow(RangeError);
  });

  describe.each(library)("$id", ({ id, path }) => {
    const policy = parsePolicy(readLibraryPolicy(id));
    const golden = readFileSync(join(dirname(path), "golden.jsonl"), "utf8")
      .trimEnd()
      .split("\n");

    it("has the length that the guide recommends", () => {
      const tokens = encode(policy.instructions).length;
      expect(tokens).toBeGreaterThanOrEqual(400);
      expect(tokens).toBeLessThanOrEqual(600);
    });

    it("declares the codes that its text defines", () => {
      const found = findCodes(policy.instructions);
      expect(policy.rules).toEqual(found.rules);
      expect(policy.categories.map(({ code, title, violation }) => ({ code, title, violation }))).toEqual(
        found.categories,
      );
      expect(policy.categories.filter(({ violation }) => violation === 0)).toHaveLength(1);
      for (const category of policy.categories) {
        expect(category).toMatchObject({ severity: expect.any(Number), action: expect.any(String) });
      }
    });

    it("has every part that the guide recommends and no hedge", () => {
      const headings = [...policy.instructions.matchAll(/^## (\w+)/gm)].map((match) => match[1]);
      expect(headings).toEqual([
        "Instructions",
        "Definitions",
        "Criteria",
        "Examples",
        "Precedence",
        "Ambiguity",
      ]);
      expect(policy.instructions).not.toMatch(HEDGES);
    });

    it("gives 4 to 6 boundary examples of both kinds that cite its own rules", () => {
      const examples = [...policy.instructions.matchAll(/^- "(.+)" → ([01]), (.+)$/gm)];
      expect(examples.length).toBeGreaterThanOrEqual(4);
      expect(examples.length).toBeLessThanOrEqual(6);
      expect(new Set(examples.map((example) => example[2])).size).toBe(2);
      for (const [, , violation, rules = ""] of examples) {
        for (const rule of rules.split(", ")) {
          expect(policy.rules).toContain(rule);
          expect(rule.split(".")[0]?.endsWith("0") ? "0" : "1").toBe(violation);
        }
      }
    });

    it("has a golden set that agrees with its codes", () => {
      const strict = compileValidator(policy.verdictSchema.strict);
      const examples = golden.map((line) => {
        const validation = goldenExample(JSON.parse(line));
        if (!validation.ok) throw new Error(JSON.stringify(validation.faults));
        return validation.value;
      });
      expect(examples.length).toBeGreaterThanOrEqual(62);
      expect(examples.length).toBeLessThanOrEqual(100);
      expect(new Set(examples.map((example) => example.id)).size).toBe(examples.length);
      expect(new Set(examples.map((example) => example.content)).size).toBe(examples.length);
      for (const { violation, policy_category } of examples) {
        const verdict = { violation, policy_category, rule_ids: [], confidence: "high", rationale: "x" };
        expect(strict(verdict).ok).toBe(true);
        expect(citationsKnown(policy, verdict)).toBe(true);
      }
      const categories = new Set(examples.map((example) => example.policy_category));
      expect([...categories].sort()).toEqual(policy.categories.map(({ code }) => code));
    });
  });
});
