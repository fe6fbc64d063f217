import { describe, expect, it } from "vitest";
import { sanitizeText, sanitizeValue } from "../../../../service/judging/sanitize-output.ts";

describe("a model's text in records", () => {
  it("contains neither lone surrogates nor U+0000", () => {
    expect(sanitizeText("a\uD800b\uDFFFc\0d")).toBe("a\uFFFDb\uFFFDc\uFFFDd");
    expect(sanitizeValue({ a: ["\0", { b: "\uDC00" }], c: 1, d: null, e: true })).toEqual({
      a: ["\uFFFD", { b: "\uFFFD" }],
      c: 1,
      d: null,
      e: true,
    });
  });

  it("keeps everything else", () => {
    const text = "👩‍👩‍👧‍👦 \u202E\uFEFF\uFFFE\t\u0001";
    expect(sanitizeText(text)).toBe(text);
  });
});
