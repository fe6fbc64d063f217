import { describe, expect, it } from "vitest";
import { comment, schemaToType } from "../../../../packages/client/generate/schema-to-type.ts";

const cases: readonly (readonly [schema: object, type: string])[] = [
  [{}, "unknown"],
  [{ type: "string", minLength: 1 }, "string"],
  [{ type: ["integer", "null"], minimum: 0 }, "number | null"],
  [{ const: "a" }, '"a"'],
  [{ enum: [0, 1, null, 'say "x"'] }, '0 | 1 | null | "say \\"x\\""'],
  [{ type: "string", enum: ["a", "b"] }, '"a" | "b"'],
  [{ $ref: "#/components/schemas/Problem" }, 'Schemas["Problem"]'],
  [{ type: "array" }, "ReadonlyArray<unknown>"],
  [{ type: "array", items: { type: ["string", "null"] } }, "ReadonlyArray<string | null>"],
  [{ anyOf: [{ type: "string" }, { type: "null" }, { type: "string" }] }, "string | null"],
  [{ type: "object", additionalProperties: false }, "{}"],
  [{ type: "object" }, "{\n  readonly [name: string]: unknown;\n}"],
  [{ type: "object", additionalProperties: { type: "number" } }, "{\n  readonly [name: string]: number;\n}"],
  [
    {
      type: "object",
      required: ["a"],
      properties: { a: { type: "string", description: "Not */ the end." }, "b-c": { type: "boolean" } },
    },
    '{\n  /** Not *\\/ the end. */\n  readonly a: string;\n  readonly "b-c"?: boolean;\n' +
      "  readonly [name: string]: unknown;\n}",
  ],
  [
    {
      type: "object",
      additionalProperties: false,
      properties: { a: { type: "object", additionalProperties: false, properties: { b: { type: "null" } } } },
    },
    "{\n  readonly a?: {\n    readonly b?: null;\n  };\n}",
  ],
  // The condition that one of them is required cannot be expressed as a type.
  [
    {
      type: "object",
      additionalProperties: false,
      properties: { a: { type: "null" } },
      oneOf: [{ required: ["a"] }, { required: ["b"] }],
    },
    "{\n  readonly a?: null;\n}",
  ],
  [
    { allOf: [{ $ref: "#/components/schemas/A" }, { anyOf: [{ const: 1 }, { const: 2 }] }] },
    'Schemas["A"] & (1 | 2)',
  ],
];

describe("schemaToType", () => {
  it.each(cases)("types %j", (schema, type) => {
    expect(schemaToType(schema)).toBe(type);
  });

  it("refuses unknown keywords", () => {
    expect(() => schemaToType({ $ref: "https://example.com/other.json" })).toThrow(/not a component/);
    expect(() => schemaToType({ $ref: '#/components/schemas/A"]; evil("' })).toThrow(/not a component/);
    expect(() => schemaToType({ type: "date" })).toThrow(/not a type/);
  });
});

it("leaves no comment open or closed early", () => {
  expect(comment("a */ b", "  ")).toBe("  /** a *\\/ b */\n");
  expect(comment(undefined, "  ")).toBe("");
});
