import { describe, expect, it } from "vitest";
import { alignRow, formatFields, formatTable } from "../../../../cli/printing/table.ts";

describe("formatTable", () => {
  it("aligns columns by their widest cell and leaves no blanks at the end", () => {
    expect(
      formatTable(
        ["id", "title"],
        [
          ["spam", "Spam"],
          ["x", ""],
        ],
      ),
    ).toBe("ID    TITLE\nspam  Spam\nx\n");
  });

  it("shows the header alone where there are no rows", () => {
    expect(formatTable(["id"], [])).toBe("ID\n");
  });
});

describe("alignRow", () => {
  it("lets a long cell push the rest", () => {
    expect(alignRow(["abcdef", "b"], [3])).toBe("abcdef  b");
  });
});

describe("formatFields", () => {
  it("keeps a value of several lines in its column", () => {
    expect(
      formatFields([
        ["a", "1\n2"],
        ["long", "3"],
      ]),
    ).toBe("  a     1\n        2\n  long  3\n");
  });
});
