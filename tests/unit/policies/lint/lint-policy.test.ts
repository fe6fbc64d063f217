import { describe, expect, it } from "vitest";
import { listLibraryPolicies, readLibraryPolicy } from "../../../../policies/library.ts";
import { PolicyError } from "../../../../policies/errors.ts";
import { policyLintSchema } from "../../../../schemas/policy-lint.ts";
import { compileValidator } from "../../../../schemas/validate.ts";
import { CASES } from "../policy-cases.ts";
import { findingsOf, lint, textAt } from "./lint-text.ts";

const validate = compileValidator(policyLintSchema);

describe("a report", () => {
  it.each(listLibraryPolicies())("has no finding for the starter policy $id", ({ id }) => {
    expect(lint(readLibraryPolicy(id))).toMatchObject({ runnable: true, findings: [], omitted: 0 });
  });

  it.each(Object.entries(CASES))(
    "of %s is valid, and an error if an upload is refused",
    (_name, { text, refused }) => {
      const report = lint(text);
      expect(validate(report)).toMatchObject({ ok: true });
      expect(report.runnable).toBe(refused === undefined);
      expect(report.findings.some(({ severity }) => severity === "error")).toBe(refused !== undefined);
      if (refused !== undefined) expect(report.findings[0]?.message).toContain(refused);
    },
  );

  it.each(["\n", "\r\n", "\r", "\u2028"])(
    "has the lines and columns of the document with line ends %j",
    (end) => {
      const text = `\uFEFF---\ntitle: T\n---\n# A\n\n- V1: usually 🚫 rarely\n`.replaceAll("\n", end);
      if (end === "\u2028") return expect(findingsOf("hedge", `- V1: a${end}often`)[0]?.range?.line).toBe(2);
      const findings = findingsOf("hedge", text);
      expect(findings.map(({ range }) => range)).toEqual([
        { line: 6, column: 7, end_line: 6, end_column: 14 },
        { line: 6, column: 18, end_line: 6, end_column: 24 },
      ]);
      expect(findings.map((finding) => textAt(text, finding))).toEqual(["usually", "rarely"]);
    },
  );

  it("lists at most twenty findings of a rule, and counts the others", () => {
    const report = lint("- often\n".repeat(30));
    expect(report.findings.filter(({ rule }) => rule === "hedge")).toHaveLength(20);
    expect(report.omitted).toBe(10);
  });

  it("is in the order of the document", () => {
    const lines = lint("# A\n\n- V1: TODO, usually\n\nRespond with JSON.\n").findings.map(
      ({ range }) => range?.line ?? 0,
    );
    expect(lines).toEqual(lines.toSorted((one, other) => one - other));
  });

  it("suggests front matter that ends the finding about inferred codes", () => {
    const text = "# Chat\n\n- V0: Fine\n- V1: Threats\n";
    const [finding] = findingsOf("codes-inferred", text);
    expect(finding?.suggestion).toMatch(/^---\ncategories:/);
    expect(findingsOf("codes-inferred", `${finding?.suggestion}${text}`)).toEqual([]);
  });
});

describe("a document that would be refused", () => {
  it.each([
    ["---\ntitle: 7\n---\nText\n", "front-matter-invalid", 2],
    ["---\ntitle: T\n", "front-matter-invalid", 1],
    ["a\n\u0007\n", "policy-not-text", 2],
    ["---\ntitle: T\n---\n \n", "policy-empty", null],
    [new Uint8Array([0xff, 0xfe]), "policy-not-utf8", null],
    ["x".repeat(300_000), "policy-too-large", null],
  ] as const)("has the reason and the line: %#", (document, rule, line) => {
    const report = lint(document);
    expect(report).toMatchObject({ runnable: false, tokens: null });
    expect(validate(report)).toMatchObject({ ok: true });
    expect(report.findings[0]).toMatchObject({ rule, severity: "error" });
    expect(report.findings[0]?.range?.line ?? null).toBe(line);
  });

  it("still gets advice if it could be read", () => {
    const report = lint("It usually is.\n", {
      assertRunnable() {
        throw new PolicyError("policy_too_long", "The policy document does not fit", [
          { pointer: "", message: "is too long" },
        ]);
      },
    });
    expect(report.runnable).toBe(false);
    expect(report.findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(["policy-too-long", "hedge"]),
    );
  });
});

describe("tokens", () => {
  const text =
    "---\ntitle: T\n---\nIntro.\n\n# One\nFirst.\n\n## V1 – Two\nSecond, longer.\n\nLAST WORDS\nx\n";

  it("are counted by section, whose parts make the whole", () => {
    const { tokens } = lint(text, { countTokens: (part) => part.split("\n").filter(Boolean).length });
    expect(tokens).toMatchObject({ policy: 7, prompt: null, cost_per_1000_items: null });
    expect(tokens?.sections.map(({ title, line, tokens: count }) => [title, line, count])).toEqual([
      [null, 4, 1],
      ["One", 6, 2],
      ["V1 – Two", 9, 2],
      ["LAST WORDS", 12, 2],
    ]);
  });

  it("have a price", () => {
    const { tokens } = lint(text, { countTokens: () => 500, price: { perMillion: 0.075, currency: "EUR" } });
    expect(tokens).toMatchObject({ cost_per_1000_items: 0.0375, currency: "EUR" });
    expect(tokens?.sections[0]).toMatchObject({ cost_per_1000_items: 0.0375 });
  });
});
