import { describe, expect, it } from "vitest";
import { SchemaUnsupportedError } from "../../../../engine/errors.ts";
import type { JsonSchema } from "../../../../engine/engine.ts";
import { compileGrammar, maxOutputTokens } from "../../../../engine/grammar/compile-grammar.ts";
import { CHECKED_AFTERWARDS } from "../../../../engine/grammar/schema-keywords.ts";
import { SMALL_VOCABULARY } from "./small-vocabulary.ts";
import { accepts } from "./walk.ts";

const object = (properties: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
  type: "object",
  properties,
  ...more,
});
const int = { enum: [1] };

interface Language {
  readonly schema: JsonSchema;
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

const LANGUAGES: Readonly<Record<string, Language>> = {
  "white space": {
    schema: object(
      { a: { type: "array", items: { type: "integer" } }, b: { type: "null" } },
      { required: ["a", "b"] },
    ),
    yes: ['{"a": [1, 2], "b": null}', '{"a": [], "b": null}'],
    no: [
      '{"a":[1, 2], "b": null}',
      '{"a": [1,2], "b": null}',
      '{ "a": [], "b": null}',
      '{"a": [ ], "b": null}',
      ' {"a": [], "b": null}',
      '{"a": [], "b": null} ',
      '{"a": [],  "b": null}',
      '{"b": null, "a": []}',
      '{"a": []}',
      '{"a": [], "b": null, "c": 1}',
      '{"a": [], "b": null,}',
      '{"a": [], "a": [], "b": null}',
    ],
  },
  "optional properties": {
    schema: object({ a: int, b: int, c: int }, { required: ["b"] }),
    yes: ['{"b": 1}', '{"a": 1, "b": 1}', '{"b": 1, "c": 1}', '{"a": 1, "b": 1, "c": 1}'],
    no: ["{}", '{"a": 1}', '{"a": 1, "c": 1}', '{, "b": 1}', '{"b": 1, }', '{"c": 1, "b": 1}'],
  },
  "no properties": { schema: object({}), yes: ["{}"], no: ['{"a": 1}', "[]", "{ }"] },
  "only optional": {
    schema: object({ a: int, b: int }),
    yes: ["{}", '{"a": 1}', '{"b": 1}'],
    no: ['{"c": 1}'],
  },
  "property names": {
    schema: object({ 'q"\\': int, é: int }, { required: ['q"\\', "é"] }),
    yes: ['{"q\\"\\\\": 1, "é": 1}'],
    no: ['{"q\\"\\\\": 1, "\\u00e9": 1}'],
  },
  enumeration: {
    schema: { enum: ["a", "ab", 1, 12, null, true, "é\n", { x: [1, "y"] }, []] },
    yes: ['"a"', '"ab"', "1", "12", "null", "true", '"é\\n"', '{"x": [1, "y"]}', "[]"],
    no: ['"', '"abc"', "2", "123", "false", '"\\u0061"', '{"x": [1]}', '{"x":[1, "y"]}'],
  },
  "type with enum": {
    schema: { type: ["string", "integer"], maxLength: 2, minimum: 2, enum: ["a", "abc", 1, 2, 2.5, null, 3] },
    yes: ['"a"', "2", "3"],
    no: ['"abc"', "1", "2.5", "null"],
  },
  "string length": {
    schema: { type: "string", minLength: 2, maxLength: 3 },
    yes: [
      '"ab"',
      '"abc"',
      '"é漢😀"',
      String.raw`"\n\""`,
      String.raw`"\u00e9\\a"`,
      String.raw`"\/\b\f"`,
      '"\x7f\u{10FFFF}"',
    ],
    no: ['""', '"a"', '"abcd"', '"é漢😀a"', String.raw`"\u00e9"`, String.raw`"\n\n\n\n"`, "'ab'"],
  },
  "string escapes": {
    schema: { type: "string" },
    yes: [String.raw`"\u0000\uD7FF\ue000\uFFFF\udead"`.replace(String.raw`\udead`, ""), '"\u2028"'],
    no: [
      String.raw`"\ud83d\ude00"`,
      String.raw`"\uDEAD"`,
      String.raw`"\u12g4"`,
      String.raw`"\x41"`,
      String.raw`"\'"`,
      '"\n"',
      '"\t"',
      '"\0"',
      '"a',
    ],
  },
  integer: {
    schema: { type: "integer" },
    yes: ["0", "7", "-7", "999999999999999", "-999999999999999"],
    no: ["-0", "01", "+1", "1.0", "1e3", "1000000000000000", "-", "", "Infinity"],
  },
  number: {
    schema: { type: "number" },
    yes: ["0", "-0.5", "0.25", "12.000000000000001", "999999999999999.999999999999999"],
    no: [".5", "1.", "01", "1e5", "NaN", "-", "0.0000000000000001", "1.5.5"],
  },
  "integer between bounds": {
    schema: { type: "integer", minimum: -1.5, exclusiveMaximum: 11, multipleOf: 5 },
    yes: ["0", "5", "10"],
    no: ["-5", "1", "15", "-1", "100"],
  },
  "integer or null between bounds": {
    schema: { type: ["integer", "null"], minimum: 9, maximum: 10 },
    yes: ["9", "10", "null"],
    no: ["1", "8", "11"],
  },
  "array length": {
    schema: { type: "array", items: int, minItems: 1, maxItems: 3 },
    yes: ["[1]", "[1, 1, 1]"],
    no: ["[]", "[1, 1, 1, 1]", "[1, ]", "[, 1]", "[1,1]"],
  },
  "no items": { schema: { type: "array", maxItems: 0 }, yes: ["[]"], no: ["[1]", "[null]"] },
  "unique items": {
    schema: { type: "array", items: { enum: ["a", "ab", "b"] }, uniqueItems: true, minItems: 1 },
    yes: ['["a"]', '["ab", "a"]', '["b", "a", "ab"]'],
    no: ["[]", '["a", "a"]', '["ab", "a", "ab"]', '["b", "a", "ab", "c"]'],
  },
  "prefix items": {
    schema: { type: "array", prefixItems: [int, { type: "null" }], items: { const: "x" }, maxItems: 4 },
    yes: ["[]", "[1]", "[1, null]", '[1, null, "x"]', '[1, null, "x", "x"]'],
    no: ["[null]", '[1, "x"]', '[1, null, "x", "x", "x"]'],
  },
  "closed prefix": {
    schema: { type: "array", prefixItems: [int], items: false, minItems: 1 },
    yes: ["[1]"],
    no: ["[]", "[1, 1]"],
  },
  "alternatives that share a beginning": {
    schema: {
      anyOf: [
        object({ v: { const: 0 }, c: { type: "null" } }, { required: ["v", "c"] }),
        object({ v: { const: 1 }, c: { enum: ["A", null] } }, { required: ["v", "c"] }),
      ],
    },
    yes: ['{"v": 0, "c": null}', '{"v": 1, "c": null}', '{"v": 1, "c": "A"}'],
    no: ['{"v": 0, "c": "A"}', '{"v": 2, "c": null}'],
  },
  "anyOf with keywords": {
    schema: {
      type: "object",
      required: ["a"],
      properties: { a: { type: "integer" }, b: int },
      oneOf: [{ properties: { a: { const: 3 } } }, { required: ["b"], properties: { a: { const: 4 } } }],
    },
    yes: ['{"a": 3}', '{"a": 3, "b": 1}', '{"a": 4, "b": 1}'],
    no: ['{"a": 4}', '{"a": 5}', "{}"],
  },
  allOf: {
    schema: {
      allOf: [
        object({ a: { type: "string", maxLength: 2 } }, { required: ["a"] }),
        { properties: { a: { minLength: 2 }, b: int } },
        { properties: { c: int } },
      ],
    },
    yes: ['{"a": "xy"}', '{"a": "xy", "b": 1, "c": 1}'],
    no: ['{"a": "x"}', '{"a": "xyz"}', '{"b": 1}', "{}"],
  },
  "allOf with a closed part": {
    schema: {
      allOf: [object({ a: int, b: int }, { additionalProperties: false }), object({ b: int, c: int })],
    },
    yes: ["{}", '{"a": 1, "b": 1}'],
    no: ['{"c": 1}'],
  },
  "an alternative that nothing satisfies": {
    schema: { type: "string", anyOf: [{ type: "integer" }, { maxLength: 1 }] },
    yes: ['""', '"a"'],
    no: ["1", '"ab"'],
  },
  references: {
    schema: {
      $defs: { code: { enum: ["A", "B"] }, "a/b %": { $ref: "#/$defs/code" } },
      type: "array",
      items: { $ref: "#/$defs/a~1b%20%25", description: "ignored" },
    },
    yes: ['["A", "B"]'],
    no: ['["C"]'],
  },
  defaults: {
    schema: { type: "array", items: { type: "string" } },
    yes: [`["${"a".repeat(2000)}"]`, `[${Array.from({ length: 32 }, () => '""').join(", ")}]`],
    no: [`["${"a".repeat(2001)}"]`, `[${Array.from({ length: 33 }, () => '""').join(", ")}]`],
  },
  annotations: {
    schema: {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: "https://example.org/x",
      title: "t",
      description: "d",
      examples: [2],
      default: 2,
      $comment: "c",
      "x-ours": {},
      const: 1,
    },
    yes: ["1"],
    no: ["2"],
  },
  "names of Object.prototype": {
    schema: JSON.parse(
      '{"type": "object", "properties": {"__proto__": {"const": 1}, "constructor": {"const": 2}}}',
    ),
    yes: ['{"__proto__": 1, "constructor": 2}', "{}"],
    no: ['{"toString": 1}'],
  },
};

describe("compileGrammar", () => {
  for (const [name, { schema, yes, no }] of Object.entries(LANGUAGES)) {
    it(`accepts exactly the texts of: ${name}`, () => {
      const grammar = compileGrammar(schema, SMALL_VOCABULARY);
      expect(yes.filter((text) => !accepts(grammar, text))).toEqual([]);
      expect(no.filter((text) => accepts(grammar, text))).toEqual([]);
    });
  }

  it("refuses malformed UTF-8 in a string", () => {
    const grammar = compileGrammar({ type: "string" }, SMALL_VOCABULARY);
    const malformed = [
      "c080",
      "c1bf",
      "e08080",
      "eda080",
      "edbfbf",
      "f0808080",
      "f4908080",
      "f5808080",
      "80",
      "c3",
      "ff",
    ];
    for (const hex of malformed) {
      expect(accepts(grammar, Buffer.from(`22${hex}22`, "hex")), hex).toBe(false);
    }
  });

  it.each([
    [{ type: "object", patternProperties: {} }, "/patternProperties"],
    [{ type: "object", additionalProperties: { type: "string" } }, "/additionalProperties"],
    [object({ a: { type: "array", items: [{ type: "string" }] } }), "/properties/a/items"],
    [object({ "a/b~": { type: "string", frobnicate: 1 } }), "/properties/a~1b~0/frobnicate"],
    [object({ a: {} }), "/properties/a"],
    [object({ a: true }), "/properties/a"],
    [object({ a: { type: "array" } }), "/properties/a"],
    [{ type: "text" }, "/type"],
    [{ type: ["string", 1] }, "/type"],
    [{ type: "string", maxLength: -1 }, "/maxLength"],
    [{ type: "string", maxLength: "5" }, "/maxLength"],
    [{ type: "array", items: int, minItems: 1.5 }, "/minItems"],
    [{ type: "integer", minimum: "1", maximum: 2 }, "/minimum"],
    [{ enum: "a" }, "/enum"],
    [{ type: "object", required: "a" }, "/required"],
    [{ type: "object", required: [1] }, "/required"],
    [{ type: "object", required: ["a"] }, "/required"],
    [{ type: "object", properties: [] }, "/properties"],
    [{ anyOf: [{ type: "string" }, 5] }, "/anyOf/1"],
    [{ $ref: "#/$defs/missing" }, "/$ref"],
    [{ $ref: "#/$defs/constructor", $defs: {} }, "/$ref"],
    [{ $ref: "https://example.org/schema" }, "/$ref"],
    [{ $ref: "#anchor" }, "/$ref"],
    [{ $ref: "#/%E0%A4%A" }, "/$ref"],
    [{ $ref: "#" }, "/$ref"],
    [{ $dynamicRef: "#x" }, "/$dynamicRef"],
    [object({ a: { $ref: "#" } }), "/properties/a"],
    [{ $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } }, $ref: "#/$defs/a" }, "/$defs/b/$ref"],
    [{ type: "object", const: { a: 1 }, required: ["b"] }, "/required"],
  ])("names the location in %j", (schema, pointer) => {
    expect(() => compileGrammar(schema as JsonSchema, SMALL_VOCABULARY)).toThrow(SchemaUnsupportedError);
    expect(() => compileGrammar(schema as JsonSchema, SMALL_VOCABULARY)).toThrow(`"${pointer}"`);
  });

  it.each<[JsonSchema]>([
    [{ enum: [] }],
    [{ type: "string", enum: [1] }],
    [{ const: 1, enum: [2] }],
    [{ allOf: [{ type: "string" }, { type: "null" }] }],
    [{ type: "string", minLength: 3, maxLength: 2 }],
    [{ type: "integer", minimum: 3, maximum: 2 }],
    [{ type: "array", items: { enum: ["a"] }, uniqueItems: true, minItems: 2 }],
    [{ type: "array", prefixItems: [int], items: false, minItems: 2 }],
    [{ anyOf: [] }],
    [object({ a: false }, { required: ["a"] })],
  ])("refuses %j, which no value satisfies", (schema) => {
    expect(() => compileGrammar(schema, SMALL_VOCABULARY)).toThrow("leaves no value");
  });

  it("accepts the keywords of CHECKED_AFTERWARDS, which validation checks", () => {
    for (const keyword of CHECKED_AFTERWARDS) {
      const numeric = /minimum|maximum|multipleOf/iu.test(keyword);
      const schema = { type: "string", maxLength: 2, [keyword]: numeric ? 7 : {} };
      expect(accepts(compileGrammar(schema, SMALL_VOCABULARY), '"ab"'), keyword).toBe(true);
    }
  });

  it("refuses schemas that are expensive by design, quickly", () => {
    const nested = (levels: number, wrap: (inner: JsonSchema) => JsonSchema): JsonSchema => {
      let schema: JsonSchema = int;
      for (let level = 0; level < levels; level += 1) {
        schema = wrap(schema);
      }
      return schema;
    };
    const chain = (combine: (ref: JsonSchema) => JsonSchema): JsonSchema => ({
      $defs: Object.fromEntries(
        Array.from({ length: 40 }, (_, k) => [
          `d${k}`,
          k === 39 ? int : combine({ $ref: `#/$defs/d${k + 1}` }),
        ]),
      ),
      $ref: "#/$defs/d0",
    });
    const expensive: JsonSchema[] = [
      nested(100_000, (inner) => ({ allOf: [inner] })),
      nested(200, (inner) => object({ a: inner })),
      nested(90, (inner) => ({ type: "array", items: inner })),
      chain((ref) => ({ allOf: [ref, ref] })),
      chain((ref) => ({ anyOf: [ref, ref] })),
      chain((ref) => ({ anyOf: [3, 4].map((maxItems) => ({ type: "array", maxItems, items: ref })) })),
      nested(30, (inner) => ({
        anyOf: [3, 4].map((maxItems) => ({ type: "array", maxItems, items: inner })),
      })),
      { enum: Array.from({ length: 100_000 }, (_, k) => k) },
      { anyOf: Array.from({ length: 1000 }, (_, k) => ({ type: "string", maxLength: k })) },
      object(Object.fromEntries(Array.from({ length: 1000 }, (_, k) => [`p${k}`, int]))),
      object(Object.fromEntries(Array.from({ length: 20_000 }, (_, k) => [`p${k}`, int]))),
    ];
    for (const schema of expensive) {
      expect(() => compileGrammar(schema, SMALL_VOCABULARY)).toThrow(SchemaUnsupportedError);
    }
  });

  it("shares definitions that are referenced often", () => {
    const schema = {
      $defs: Object.fromEntries(
        Array.from({ length: 20 }, (_, k) => {
          const next = k === 19 ? int : { $ref: `#/$defs/d${k + 1}` };
          return [`d${k}`, object({ a: next, b: next })];
        }),
      ),
      $ref: "#/$defs/d0",
    };
    expect(maxOutputTokens(compileGrammar(schema, SMALL_VOCABULARY))).toBeGreaterThan(2 ** 20);
  });

  it("returns a finite number for bounds that no output can reach", () => {
    const schema = { type: "array", minItems: 2 ** 50, items: { type: "string", maxLength: 2 ** 50 } };
    expect(maxOutputTokens(compileGrammar(schema, SMALL_VOCABULARY))).toBe(Number.MAX_SAFE_INTEGER);
  });

  it("never quotes a schema in an error", () => {
    const secret = "SECRET";
    const schema = object({ a: { type: secret } });
    expect(() => compileGrammar(schema, SMALL_VOCABULARY)).not.toThrow(secret);
  });
});
