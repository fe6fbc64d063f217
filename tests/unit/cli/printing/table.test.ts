import { describe, expect, it } from "vitest";
import { formatFields, formatTable, TableWriter } from "../../../../cli/printing/table.ts";

describe("formatTable", () => {
  it("aligns columns by their widest cell and has no trailing blanks", () => {
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

  it("shows only the header if there are no rows", () => {
    expect(formatTable(["id"], [])).toBe("ID\n");
  });
});

describe("TableWriter", () => {
  it("prints the header once, and lets a long cell push the rest of its row to the right", () => {
    const written: string[] = [];
    const columns = [
      { name: "id", width: 3 },
      { name: "title", width: 0 },
    ];
    const table = new TableWriter(columns, (text) => written.push(text));
    table.row(["abcdef", "b"]);
    table.row(["a", "b"]);
    table.end();
    expect(written).toEqual(["ID   TITLE\n", "abcdef  b\n", "a    b\n"]);
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
