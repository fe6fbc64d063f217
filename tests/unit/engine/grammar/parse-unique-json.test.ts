import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseUniqueJson } from "../../../../engine/grammar/parse-unique-json.ts";

describe("parseUniqueJson", () => {
  it("reads what JSON.parse reads, if every name is given once", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(4), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        expect(parseUniqueJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ["twice with two values", '{"violation":1,"violation":0}'],
    ["twice with one value", '{"violation":1,"violation":1}'],
    ["repeated with an escape", '{"violation":1,"\\u0076iolation":0}'],
    ["twice within a list", '[{"a":{"b":1,"b":2}}]'],
    ["twice as an object's prototype", '{"__proto__":1,"__proto__":2}'],
  ])("refuses a name that occurs %s", (_, text) => {
    expect(() => parseUniqueJson(text)).toThrow("names a property twice");
  });

  it.each([
    ["a colon in a string", '{"a":"b\\":\\\\","c":": :"}'],
    ["the same name in two objects", '[{"a":1},{"a":1},{"b":{"a":1}}]'],
    ["the name of an object's prototype", '{"__proto__":{"a":1}}'],
  ])("reads %s", (_, text) => {
    expect(parseUniqueJson(text)).toEqual(JSON.parse(text));
  });

  it("reports of other text only that it is not JSON", () => {
    for (const text of ["", "secret", '{"secret":1']) {
      expect(() => parseUniqueJson(text)).toThrow(/^is not JSON$/);
    }
  });
});
