import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../schemas/canonical-json.ts";

describe("canonicalJson", () => {
  it("writes the example of RFC 8785, section 3.2.2 and 3.2.3", () => {
    const value = {
      numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it("sorts keys by UTF-16 code units, as RFC 8785, section 3.2.3 shows", () => {
    const value = {
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis",
    };
    const names = Object.values(JSON.parse(canonicalJson(value)) as Record<string, string>);
    expect(names).toEqual([
      "One",
      "Carriage Return",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh",
    ]);
    // Not by number, as the properties of an object are.
    expect(canonicalJson({ 9: "nine", 10: "ten" })).toBe('{"10":"ten","9":"nine"}');
  });

  it("omits undefined values, and distinguishes lone surrogates", () => {
    expect(canonicalJson({ b: undefined, a: "\ud800" })).toBe('{"a":"\\ud800"}');
    expect(canonicalJson([-0, []])).toBe("[0,[]]");
  });

  it("refuses values that are not JSON", () => {
    for (const value of [undefined, Number.NaN, Infinity, 1n, () => 1, Symbol("s")]) {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    }
  });
});
