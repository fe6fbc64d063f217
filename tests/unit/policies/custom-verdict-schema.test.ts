import { describe, expect, it } from "vitest";
import { compileCustomVerdictSchema } from "../../../policies/custom-verdict-schema.ts";
import { PolicyError } from "../../../policies/errors.ts";
import type { JsonSchema } from "../../../policies/policy.ts";
import { compileValidator } from "../../../schemas/validate.ts";

function schemaWith(properties: Record<string, unknown>, root: Record<string, unknown> = {}): JsonSchema {
  return {
    type: "object",
    additionalProperties: false,
    required: ["violation", "rationale"],
    properties: { violation: { enum: [0, 1] }, rationale: { type: "string" }, ...properties },
    ...root,
  };
}

function faultsOf(schema: JsonSchema): PolicyError["faults"] {
  try {
    compileCustomVerdictSchema(schema);
  } catch (error) {
    if (error instanceof PolicyError && error.code === "output_schema_invalid") return error.faults;
    throw error;
  }
  throw new Error("was accepted");
}

describe("compileCustomVerdictSchema", () => {
  it("shows the author's schema unchanged, and adds bounds to the enforced one", () => {
    const schema = schemaWith(
      {
        labels: { type: "array", items: { $ref: "#/$defs/label" }, description: "secret" },
        spans: { type: "array", items: { type: ["string", "null"] }, maxItems: 4 },
        title: { anyOf: [{ type: "string", maxLength: 5, title: "t" }, { type: "null" }] },
        pair: {
          type: "array",
          prefixItems: [{ type: "integer" }, { type: "boolean" }],
          items: false,
          minItems: 2,
        },
        score: { type: "number", minimum: 0, maximum: 1, default: 0 },
      },
      {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        $defs: { label: { type: "string", minLength: 2 } },
      },
    );
    const { shown, strict, custom } = compileCustomVerdictSchema(schema);
    expect(custom).toBe(true);
    expect(shown).toBe(schema);
    expect(strict).toEqual({
      type: "object",
      additionalProperties: false,
      required: ["violation", "rationale"],
      properties: {
        violation: { enum: [0, 1] },
        rationale: { type: "string", maxLength: 2000 },
        labels: { type: "array", items: { $ref: "#/$defs/label" }, maxItems: 32 },
        spans: { type: "array", items: { type: ["string", "null"], maxLength: 2000 }, maxItems: 4 },
        title: { anyOf: [{ type: "string", maxLength: 5 }, { type: "null" }] },
        pair: {
          type: "array",
          prefixItems: [{ type: "integer" }, { type: "boolean" }],
          items: false,
          minItems: 2,
          maxItems: 32,
        },
        score: { type: "number", minimum: 0, maximum: 1 },
      },
      $defs: { label: { type: "string", minLength: 2, maxLength: 2000 } },
    });
    expect(compileValidator(strict)({ violation: 1, rationale: "x", pair: [1, true] }).ok).toBe(true);
  });

  it("keeps the order of properties and properties named like keywords", () => {
    const schema = {
      type: "object",
      additionalProperties: false,
      required: ["rationale", "violation"],
      properties: {
        rationale: { type: "string", maxLength: 100 },
        description: { type: "boolean" },
        violation: { oneOf: [{ const: 1 }, { const: 0 }] },
      },
    };
    const { strict } = compileCustomVerdictSchema(schema);
    expect(Object.keys(strict["properties"] as object)).toEqual(["rationale", "description", "violation"]);
  });

  it.each<[string, JsonSchema, string]>([
    ["no object", { enum: [0, 1] }, "/output_schema/type"],
    ["an empty schema", {}, "/output_schema"],
    ["an open object", schemaWith({}, { additionalProperties: true }), "/output_schema/additionalProperties"],
    ["no violation", schemaWith({ violation: undefined }), "/output_schema/properties/violation"],
    [
      "a boolean violation",
      schemaWith({ violation: { type: "boolean" } }),
      "/output_schema/properties/violation",
    ],
    [
      "a ranged violation",
      schemaWith({ violation: { type: "integer", minimum: 0, maximum: 1 } }),
      "/output_schema/properties/violation",
    ],
    [
      "a violation in strings",
      schemaWith({ violation: { enum: ["0", "1"] } }),
      "/output_schema/properties/violation",
    ],
    [
      "three violations",
      schemaWith({ violation: { enum: [0, 1, 2] } }),
      "/output_schema/properties/violation",
    ],
    [
      "a violation that cannot be 0",
      schemaWith({ violation: { const: 1 } }),
      "/output_schema/properties/violation",
    ],
    [
      "a rationale that can be null",
      schemaWith({ rationale: { type: ["string", "null"] } }),
      "/output_schema/properties/rationale",
    ],
    ["an optional rationale", schemaWith({}, { required: ["violation"] }), "/output_schema/required"],
    [
      "an open part",
      schemaWith({ x: { type: "object", properties: {} } }),
      "/output_schema/properties/x/additionalProperties",
    ],
    ["an untyped part", schemaWith({ x: {} }), "/output_schema/properties/x"],
    ["a boolean schema", schemaWith({ x: true }), "/output_schema/properties/x"],
    ["an array of anything", schemaWith({ x: { type: "array" } }), "/output_schema/properties/x/items"],
    [
      "an unknown keyword",
      schemaWith({ x: { type: "string", "if/then": 1 } }),
      "/output_schema/properties/x/if~1then",
    ],
    ["not", schemaWith({ x: { type: "string", not: { const: "a" } } }), "/output_schema/properties/x/not"],
    [
      "a remote reference",
      schemaWith({ x: { $ref: "https://example.com/s.json" } }),
      "/output_schema/properties/x/$ref",
    ],
    [
      "a file reference",
      schemaWith({ x: { $ref: "file:///etc/passwd" } }),
      "/output_schema/properties/x/$ref",
    ],
    ["a reference to the root", schemaWith({ x: { $ref: "#" } }), "/output_schema/properties/x/$ref"],
    ["a reference to nothing", schemaWith({ x: { $ref: "#/$defs/y" } }), "/output_schema/properties/x/$ref"],
    [
      "a reference into the prototype",
      schemaWith({ x: { $ref: "#/$defs/constructor" } }, { $defs: {} }),
      "/output_schema/properties/x/$ref",
    ],
    ["an id", schemaWith({}, { $id: "https://example.com" }), "/output_schema/$id"],
    [
      "another draft",
      schemaWith({}, { $schema: "http://json-schema.org/draft-07/schema#" }),
      "/output_schema/$schema",
    ],
    [
      "recursion",
      schemaWith(
        { x: { $ref: "#/$defs/n" } },
        { $defs: { n: { type: "array", items: { $ref: "#/$defs/n" } } } },
      ),
      "/output_schema/$defs",
    ],
    [
      "a long string",
      schemaWith({ x: { type: "string", maxLength: 1e9 } }),
      "/output_schema/properties/x/maxLength",
    ],
    [
      "a negative bound",
      schemaWith({ x: { type: "array", items: { type: "null" }, minItems: -1 } }),
      "/output_schema/properties/x/minItems",
    ],
    [
      "a format that is not checked",
      schemaWith({ x: { type: "string", format: "email" } }),
      "/output_schema/properties/x/format",
    ],
    ["a name with spaces", schemaWith({ "a b": { type: "null" } }), "/output_schema/properties/a b"],
    [
      "a pattern",
      schemaWith({ x: { type: "string", pattern: "^D-" } }),
      "/output_schema/properties/x/pattern",
    ],
    ["a type that is none", schemaWith({ x: { type: "text" } }), "/output_schema"],
    ["an empty enum", schemaWith({ x: { enum: [] } }), "/output_schema/properties/x/enum"],
    [
      "a keyword of the wrong type",
      schemaWith({ x: { type: "string", minLength: 5, minimum: "3" } }),
      "/output_schema",
    ],
  ])("refuses %s", (_name, schema, pointer) => {
    const faults = faultsOf(JSON.parse(JSON.stringify(schema)) as JsonSchema);
    expect(faults.map((fault) => fault.pointer)).toContain(pointer);
  });

  it("refuses a schema that is large or deep, or becomes so when references are expanded", () => {
    expect(
      faultsOf(schemaWith({ x: { enum: Array.from({ length: 3000 }, (_, n) => `value ${n}`) } })),
    ).toHaveLength(1);
    let deep: JsonSchema = { type: "null" };
    for (let level = 0; level < 20; level++) deep = { type: "array", items: deep, maxItems: 1 };
    expect(faultsOf(schemaWith({ x: deep }))[0]?.message).toContain("deeper");
    const $defs: Record<string, JsonSchema> = { d0: { type: "null" } };
    for (let n = 1; n < 30; n++) {
      const $ref = `#/$defs/d${n - 1}`;
      $defs[`d${n}`] = { type: "array", prefixItems: [{ $ref }, { $ref }], items: false, minItems: 2 };
    }
    expect(faultsOf(schemaWith({ x: { $ref: "#/$defs/d29" } }, { $defs }))[0]?.message).toContain(
      "references",
    );
  });

  it("accepts 300 parts, referenced ones included, and refuses one more", () => {
    // The root, the violation and the rationale are parts, and with references each use of a definition is.
    const parts = (count: number): Record<string, unknown> =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${n}`, { type: "null" }]));
    const own = 300 - 4;
    expect(compileCustomVerdictSchema(schemaWith(parts(own))).custom).toBe(true);
    const tooMany = [
      { pointer: "/output_schema", message: "describes more than 300 parts with references expanded" },
    ];
    expect(faultsOf(schemaWith(parts(own + 1)))).toEqual(tooMany);

    const list = { type: "object", additionalProperties: false, properties: parts(50) };
    const references = Object.fromEntries(
      Array.from({ length: 6 }, (_, n) => [`r${n}`, { $ref: "#/$defs/list" }]),
    );
    expect(faultsOf(schemaWith(references, { $defs: { list } }))).toEqual(tooMany);
  });

  it.each(["anyOf", "oneOf"])("accepts 64 alternatives of %s, and refuses one more", (keyword) => {
    const choice = (count: number): JsonSchema =>
      schemaWith({ x: { [keyword]: Array.from({ length: count }, (_, n) => ({ const: n })) } });
    expect(compileCustomVerdictSchema(choice(64)).custom).toBe(true);
    expect(faultsOf(choice(65))).toEqual([
      { pointer: `/output_schema/properties/x/${keyword}`, message: "has more than 64 alternatives" },
    ]);
  });

  it("does not quote the policy in a message", () => {
    const faults = faultsOf(schemaWith({ x: { type: "secret", pattern: "(secret" } }));
    expect(JSON.stringify(faults.map(({ message }) => message))).not.toContain("secret");
  });
});
