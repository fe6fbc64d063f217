import { describe, expect, it } from "vitest";
import { constraintsOf, schemaRows, typesOf } from "../../../../../service/http/docs/schema-rows.ts";

describe("schemaRows", () => {
  it("names nested properties by their path", () => {
    const rows = schemaRows({
      required: ["a"],
      properties: {
        a: { type: "object", properties: { b: { type: "string" } } },
        list: { type: "array", items: { type: "object", required: ["c"], properties: { c: { const: 1 } } } },
        map: {
          type: "object",
          additionalProperties: { type: "object", properties: { d: { type: "null" } } },
        },
        choice: { anyOf: [{ type: "string" }, { type: "object", properties: { e: { type: "string" } } }] },
      },
    });
    expect(rows.map(({ path, required }) => `${path}${required ? "!" : ""}`)).toEqual([
      "a!",
      "a.b",
      "list",
      "list[].c!",
      "map",
      "map.*.d",
      "choice",
      "choice.e",
    ]);
  });
});

describe("typesOf and constraintsOf", () => {
  it.each([
    [{ $ref: "#/components/schemas/Content" }, "Content", ""],
    [{ type: "array", items: { $ref: "#/components/schemas/Policy" } }, "Policy[]", ""],
    [{ type: ["string", "null"], maxLength: 9 }, "string|null", "at most 9 characters"],
    [{ enum: [0, 1], default: 1 }, "0|1", "default `1`"],
    [{ anyOf: [{ type: "string", format: "uuid" }, { type: "null" }] }, "uuid|null", ""],
    [{ type: "integer", minimum: 1, maximum: 5 }, "integer", "1 to 5"],
    [
      { type: "array", minItems: 1, uniqueItems: true, items: { type: "string", pattern: "^a$" } },
      "string[]",
      "at least 1 items; unique items; each `^a$`",
    ],
    [{}, "any", ""],
  ])("%o", (schema, types, constraints) => {
    expect(
      typesOf(schema)
        .map(({ text }) => text)
        .join("|"),
    ).toBe(types);
    expect(constraintsOf(schema).join("; ")).toBe(constraints);
  });
});
