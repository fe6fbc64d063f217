import { describe, expect, it } from "vitest";
import { encodeOrdinary } from "../../../../engine/harmony/tokenizer.ts";
import { PolicyLinter } from "../../../../service/judging/policy-linter.ts";

const ENGINE = {
  maxContextTokens: 8192,
  maxReasoningTokens: { low: 256, medium: 1024, high: 4096 },
  defaultReasoningEffort: "low",
} as const;

const PRICE = { promptPerMillion: 2, completionPerMillion: 8, currency: "EUR" };

type Settings = ConstructorParameters<typeof PolicyLinter>[0];
type Engine = Settings["engine"];

function lint(text: string, engine: Partial<Engine> = {}, price: Settings["price"] = null) {
  const linter = new PolicyLinter(
    { engine: { ...ENGINE, ...engine }, price },
    (part) => encodeOrdinary(part).length,
  );
  return linter.lintDocument(new TextEncoder().encode(text));
}

function rules(text: string, engine: Partial<Engine> = {}): string[] {
  return lint(text, engine).findings.map(({ rule }) => rule);
}

describe("PolicyLinter", () => {
  it("warns about a text that leaves little room for content", () => {
    const words = (count: number): string => "word ".repeat(count);
    expect(rules(words(100))).not.toContain("context-short");
    expect(rules(words(6000))).toContain("context-short");
    expect(rules(words(2500), { defaultReasoningEffort: "high" })).toContain("context-short");
    expect(rules(words(11_000), { maxContextTokens: 32_768 })).not.toContain("context-short");
  });

  it("warns if the engine cuts the reasoning of the policy's effort short", () => {
    const text = "---\nreasoning_effort: high\n---\nFlag insults.\n";
    expect(rules(text)).not.toContain("reasoning-limited");
    expect(rules(text, { maxReasoningTokens: { low: 64, medium: 64, high: 64 } })).toContain(
      "reasoning-limited",
    );
  });

  it("warns about a review rule that needs a score, if the engine may return none", () => {
    const rulesOf = (review: string, mayLackScores: boolean) => {
      const linter = new PolicyLinter({ engine: ENGINE, price: null, mayLackScores }, (text) => text.length);
      const text = `---\ntitle: A\nreview:\n  ${review}\n---\nFlag insults.\n`;
      const { findings } = linter.lintDocument(new TextEncoder().encode(text));
      return findings.filter(({ rule }) => rule === "score-missing").map(({ range }) => range?.line);
    };
    expect(rulesOf("score_between: [0.3, 0.7]", true)).toEqual([4]);
    expect(rulesOf("score_between: [0.3, 0.7]\n  confidence: low", true)).toEqual([]);
    expect(rulesOf("confidence: low", true)).toEqual([]);
    expect(rulesOf("score_between: [0.3, 0.7]", false)).toEqual([]);
  });

  it("reports what an upload would be refused for, and still advises", () => {
    const report = lint("usually ".repeat(9000));
    expect(report).toMatchObject({ runnable: false, tokens: { policy: expect.any(Number) } });
    expect(report.findings[0]).toMatchObject({ rule: "policy-too-long", severity: "error" });
    expect(report.findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(["hedge", "text-long"]));

    const undecodable =
      '---\noutput_schema: {"type": "object", "additionalProperties": false, "required": ["violation", "rationale", "x"], "properties": ' +
      '{"violation": {"enum": [0, 1]}, "rationale": {"type": "string"}, "x": {"type": "string", "anyOf": [{"type": "null"}]}}}\n---\nText\n';
    expect(lint(undecodable).findings[0]).toMatchObject({
      rule: "output-schema-invalid",
      severity: "error",
      message: expect.stringContaining("/output_schema/properties/x"),
    });
  });

  it("measures the prompt, and prices it if a price is configured", () => {
    expect(lint("Flag insults.\n").tokens).toMatchObject({ policy: 3, cost_per_1000_items: null });
    const { tokens } = lint("Flag insults.\n", {}, PRICE);
    expect(tokens?.prompt).toBeGreaterThan(50);
    expect(tokens?.cost_per_1000_items).toBeCloseTo(((tokens?.prompt ?? 0) * 1000 * 2) / 1_000_000, 6);
    expect(tokens?.sections[0]).toMatchObject({
      title: null,
      line: 1,
      tokens: 3,
      cost_per_1000_items: 0.006,
    });
  });
});
