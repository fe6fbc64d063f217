import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { hostedSchema, serverSchema } from "../../../../../engine/remote/wire/server-schema.ts";
import { VERDICT_SCHEMA } from "../../../../helpers/generate-request.ts";

const VERDICTS = [
  { violation: 0, policy_category: null, rule_ids: [], confidence: "high", rationale: "Fine." },
  { violation: 1, policy_category: "SP1", rule_ids: ["SP1.a", "SP2"], confidence: "low", rationale: "Bulk." },
];
const ajv = new Ajv2020({ allowUnionTypes: true });

describe("serverSchema", () => {
  it("removes the keywords that serving engines refuse, at every depth, and nothing else", () => {
    const schema = {
      type: "object",
      properties: {
        not: { enum: ["not", "format"] },
        list: {
          type: "array",
          items: { type: "string", format: "uri", maxLength: 9 },
          uniqueItems: true,
          maxItems: 3,
        },
      },
      minProperties: 1,
    };
    expect(serverSchema(schema)).toEqual({
      type: "object",
      properties: {
        not: { enum: ["not", "format"] },
        list: { type: "array", items: { type: "string", maxLength: 9 }, maxItems: 3 },
      },
    });
  });

  it("keeps every verdict valid", () => {
    const valid = ajv.compile(serverSchema(VERDICT_SCHEMA.strict));
    expect(VERDICTS.map((verdict) => valid(verdict))).toEqual([true, true]);
  });
});

describe("hostedSchema", () => {
  const hosted = hostedSchema(VERDICT_SCHEMA.strict);

  it("is one closed object with all properties required, in the order of the verdict", () => {
    expect(hosted).toMatchObject({ type: "object", additionalProperties: false });
    expect(hosted["required"]).toEqual(Object.keys(VERDICTS[0]!));
    expect(Object.keys(hosted["properties"] as object)).toEqual(Object.keys(VERDICTS[0]!));
  });

  it("keeps every verdict valid, and refuses other values", () => {
    const valid = ajv.compile(hosted);
    expect(VERDICTS.map((verdict) => valid(verdict))).toEqual([true, true]);
    expect(valid({ ...VERDICTS[0], violation: 2 })).toBe(false);
    expect(valid({ ...VERDICTS[0], policy_category: "SP9" })).toBe(false);
    expect(valid({ ...VERDICTS[0], rule_ids: ["SP9"] })).toBe(false);
    expect(valid({ violation: 0 })).toBe(false);
  });

  it("adds a type to every enumeration, and closes nested objects", () => {
    const schema = {
      type: "object",
      properties: {
        a: { const: 1 },
        b: { enum: ["x", null] },
        c: { type: "object", properties: { d: { enum: [1.5] } } },
      },
      required: ["a"],
    };
    expect(hostedSchema(schema)).toEqual({
      type: "object",
      additionalProperties: false,
      required: ["a", "b", "c"],
      properties: {
        a: { type: "integer", enum: [1] },
        b: { type: ["string", "null"], enum: ["x", null] },
        c: {
          type: "object",
          additionalProperties: false,
          required: ["d"],
          properties: { d: { type: "number", enum: [1.5] } },
        },
      },
    });
  });
});
