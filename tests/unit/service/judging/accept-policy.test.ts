import { describe, expect, it } from "vitest";
import { PolicyError } from "../../../../policies/errors.ts";
import { acceptPolicy } from "../../../../service/judging/accept-policy.ts";
import { CASES } from "../../policies/policy-cases.ts";

const LIMITS = {
  maxContextTokens: 8192,
  maxReasoningTokens: { low: 256, medium: 1024, high: 4096 },
  defaultReasoningEffort: "low",
} as const;

function accept(text: string, limits: Parameters<typeof acceptPolicy>[1] = LIMITS) {
  return acceptPolicy(new TextEncoder().encode(text), limits);
}

function refusal(text: string, limits: Parameters<typeof acceptPolicy>[1] = LIMITS): PolicyError {
  try {
    accept(text, limits);
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error("was accepted");
}

function schema(properties: string, defs = "{}"): string {
  return (
    `---\noutput_schema: {"type": "object", "additionalProperties": false, "required": ["violation", "rationale", "x"], "$defs": ${defs}, ` +
    `"properties": {"violation": {"enum": [0, 1]}, "rationale": {"type": "string", "maxLength": 40}, "x": ${properties}}}\n---\nText\n`
  );
}

describe("acceptPolicy", () => {
  it.each(Object.entries(CASES))(
    "decodes verdicts of %s or names the location that prevents it",
    (_name, { text, refused }) => {
      if (refused === undefined) expect(accept(text).instructions).not.toBe("");
      else expect(refusal(text).faults[0]?.pointer).toBe(refused);
    },
  );

  it.each([
    [
      "a reference that excludes its type",
      schema('{"$ref": "#/$defs/a", "type": "string"}', '{"a": {"type": "integer"}}'),
    ],
    [
      "alternatives that exclude each other",
      schema('{"type": "string", "anyOf": [{"type": "integer"}, {"type": "null"}]}'),
    ],
    [
      "a required part that no value satisfies",
      schema(
        '{"type": "object", "additionalProperties": false, "required": ["y"], "properties": {"y": {"type": "string", "anyOf": [{"type": "null"}]}}}',
      ),
    ],
    [
      "prefix items that no value satisfies",
      schema(
        '{"type": "array", "minItems": 1, "items": false, "prefixItems": [{"type": "string", "anyOf": [{"type": "null"}]}]}',
      ),
    ],
    [
      "too many alternatives",
      schema(
        `{"type": "object", "additionalProperties": false, "properties": {${Array.from({ length: 130 }, (_, n) => `"p${n}": {"type": "null"}`).join(", ")}}}`,
      ),
    ],
    ["no number", schema('{"type": "integer", "minimum": 3, "maximum": 2}')],
    ["no integer", schema('{"type": "integer", "minimum": 1, "maximum": 4, "multipleOf": 5}')],
    ["an identifier that is too short", schema('{"type": "string", "format": "uuid", "maxLength": 10}')],
    ["a value out of bounds", schema('{"type": "string", "enum": ["long"], "maxLength": 2}')],
    ["a constant of another type", schema('{"type": "string", "const": 3}')],
    ["equal alternatives of oneOf", schema('{"oneOf": [{"type": "null"}, {"type": "null"}]}')],
    [
      "more items than values",
      schema('{"type": "array", "uniqueItems": true, "minItems": 3, "items": {"enum": ["a", "b"]}}'),
    ],
  ])("refuses a schema with %s, with a pointer and the reason", (_name, text) => {
    const { code, faults } = refusal(text);
    expect(code).toBe("output_schema_invalid");
    expect(faults[0]?.pointer).toMatch(/^\/output_schema/);
    expect(faults[0]?.message.length).toBeGreaterThan(10);
  });

  it("refuses more codes than decoding supports", () => {
    const code = (n: number): string => `${"字".repeat(50)}${n}`;
    const rules = Array.from({ length: 850 }, (_, n) => code(n));
    const categories = Array.from({ length: 200 }, (_, n) => `{ code: ${code(n)} }`);
    const text = `---\ncategories: [${categories.join(", ")}]\nrules: [${rules.join(", ")}]\n---\nText\n`;
    expect(refusal(text, { ...LIMITS, maxContextTokens: 131_072 })).toMatchObject({
      code: "front_matter_invalid",
      faults: [{ pointer: "", message: expect.stringContaining("fewer or shorter codes") }],
    });
  });

  it("refuses a text that does not fit the context, with the number of tokens", () => {
    const error = refusal("word ".repeat(8000));
    expect(error.code).toBe("policy_too_long");
    expect(error.faults[0]?.message).toMatch(/prompt of \d{4,} tokens.*the context has 8192/);
    expect(accept("word ".repeat(8000), { ...LIMITS, maxContextTokens: 32_768 }).instructions).not.toBe("");
  });
});
