import { describe, expect, it } from "vitest";
import { oneLine, plainText } from "../../../../cli/printing/plain-text.ts";

describe("plainText", () => {
  it("escapes terminal control characters", () => {
    expect(plainText("a\u001b[2Jb\u0007\u009b1m\u202edcba\rx")).toBe(
      String.raw`a\u001b[2Jb\u0007\u009b1m\u202edcba\u000dx`,
    );
  });

  it("keeps line breaks, tabs and every script", () => {
    expect(plainText("a\n\tб 漢字 🙂")).toBe("a\n\tб 漢字 🙂");
  });
});

describe("oneLine", () => {
  it("joins lines and cuts between characters, not inside them", () => {
    expect(oneLine(" a\n b\t c ", 10)).toBe("a b c");
    expect(oneLine("🙂🙂🙂🙂", 3)).toBe("🙂🙂…");
    expect(oneLine("abc", 3)).toBe("abc");
  });
});
