import fc from "fast-check";
import type { JsonSchema } from "../../../../engine/engine.ts";

const NAMES = ["a", "b", "violation", 'q"', "é漢", "a/b~c", "", "__proto__x"];
const TEXT = fc.constantFrom("SP0", "SP0.a", "", "é", '"', "a\nb", "漢字", "null", "abc");
const SCALAR = fc.oneof(TEXT, fc.integer({ min: -20, max: 300 }), fc.boolean(), fc.constant(null));

const bounded = fc.tuple(fc.nat(4), fc.nat(8)).map(([low, more]) => ({ low, high: low + more }));

const LEAF: fc.Arbitrary<JsonSchema> = fc.oneof(
  bounded.map(({ low, high }) => ({ type: "string", minLength: low, maxLength: high })),
  fc.constant({ type: "string", maxLength: 3 }),
  fc.array(SCALAR, { minLength: 1, maxLength: 5 }).map((values) => ({ enum: values })),
  fc.array(SCALAR, { maxLength: 2 }).map((values) => ({ enum: [{ a: values, b: {} }, "x"] })),
  SCALAR.map((value) => ({ const: value })),
  fc.constantFrom<JsonSchema>(
    { type: "integer" },
    { type: "number" },
    { type: "boolean" },
    { type: "null" },
    { type: ["integer", "null", "boolean"] },
    { type: ["number", "integer"] },
    { $ref: "#/$defs/code" },
  ),
  bounded.map(({ low, high }) => ({ type: "integer", minimum: low - 6, exclusiveMaximum: high + 1 })),
  bounded.map(({ high }) => ({ type: ["string", "null"], maxLength: high })),
);

const { schema } = fc.letrec<{ schema: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    LEAF,
    fc
      .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), tie("schema"), fc.boolean()), {
        maxLength: 4,
        selector: ([name]) => name,
      })
      .map((members) => ({
        type: "object",
        additionalProperties: false,
        properties: Object.fromEntries(members.map(([name, value]) => [name, value])),
        required: members.filter(([, , required]) => required).map(([name]) => name),
      })),
    fc.tuple(tie("schema"), fc.nat(2), fc.nat(3)).map(([items, minItems, more]) => ({
      type: "array",
      items,
      minItems,
      maxItems: minItems + more,
    })),
    fc
      .tuple(fc.array(tie("schema"), { minLength: 1, maxLength: 3 }), tie("schema"))
      .map(([prefixItems, items]) => ({
        type: "array",
        prefixItems,
        items,
        maxItems: prefixItems.length + 1,
      })),
    fc.uniqueArray(TEXT, { minLength: 2, maxLength: 5 }).map((values) => ({
      type: "array",
      items: { enum: values },
      minItems: 1,
      uniqueItems: true,
    })),
    fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    bounded.map(({ low, high }) => ({
      allOf: [{ type: ["string", "integer"], minLength: low }, { type: "string" }, { maxLength: high }],
    })),
  ),
}));

/** Schemas of the supported subset that the grammar enforces completely: nothing has to be checked afterwards. */
export const RANDOM_SCHEMA: fc.Arbitrary<JsonSchema> = schema.map((value) => ({
  allOf: [value],
  $defs: { code: { enum: ["SP0", "SP2", null] } },
}));
