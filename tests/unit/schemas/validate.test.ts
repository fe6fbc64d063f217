import { describe, expect, it } from "vitest";
import { compileValidator } from "../../../schemas/validate.ts";

const validate = compileValidator({
  $id: "probe",
  type: "object",
  additionalProperties: false,
  required: ["name"],
  properties: {
    name: { type: "string", minLength: 1, maxLength: 3 },
    kind: { enum: ["a", "b"] },
    when: { type: "string", format: "date-time" },
    list: { type: "array", maxItems: 50_000, items: { type: "object" } },
    map: { type: "object", additionalProperties: { type: "integer" } },
  },
});

function faultsOf(value: unknown): string[] {
  const validation = validate(value);
  return validation.ok ? [] : validation.faults.map(({ pointer, message }) => `${pointer} ${message}`);
}

describe("compileValidator", () => {
  it("returns the value if it is valid, with lengths in code points", () => {
    const value = { name: "🦉🦉🦉", kind: "a", when: "2026-11-23T00:00:00Z" };
    expect(validate(value)).toEqual({ ok: true, value });
  });

  it("points to every fault of a small value", () => {
    expect(faultsOf({ kind: "c", when: "now", map: { "a/b~": "x" }, more: 1 }).toSorted()).toEqual([
      '/kind must be one of ["a","b"]',
      "/map/a~1b~0 must be integer",
      "/more is an unknown property",
      "/name is required",
      '/when must match format "date-time"',
    ]);
  });

  it("reports only the first of thousands of faults", () => {
    const list = Array.from({ length: 40_000 }, () => 1);
    expect(faultsOf({ name: "x", list })).toEqual(["/list/0 must be object"]);
    expect(faultsOf({ name: "x", list: list.slice(0, 100) })).toHaveLength(20);
  });

  it("never quotes its input", () => {
    expect(faultsOf({ name: "secretwords", kind: "secretwords", list: "secretwords" }).join()).not.toContain(
      "secretwords",
    );
  });

  it("compiles the same $id twice, and refuses an invalid schema", () => {
    expect(() => compileValidator({ $id: "probe", type: "string" })).not.toThrow();
    expect(() => compileValidator({ type: "strange" })).toThrow();
    expect(() => compileValidator({ typo: 1 })).toThrow(/typo/);
  });
});
