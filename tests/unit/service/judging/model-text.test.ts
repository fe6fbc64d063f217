import { describe, expect, it } from "vitest";
import { modelText, modelValue } from "../../../../service/judging/model-text.ts";

describe("a model's text in records", () => {
  it("has neither lone surrogates nor U+0000", () => {
    expect(modelText("a\uD800b\uDFFFc\0d")).toBe("a\uFFFDb\uFFFDc\uFFFDd");
    expect(modelValue({ a: ["\0", { b: "\uDC00" }], c: 1, d: null, e: true })).toEqual({
      a: ["\uFFFD", { b: "\uFFFD" }],
      c: 1,
      d: null,
      e: true,
    });
  });

  it("keeps everything else", () => {
    const text = "👩‍👩‍👧‍👦 \u202E\uFEFF\uFFFE\t\u0001";
    expect(modelText(text)).toBe(text);
  });
});
