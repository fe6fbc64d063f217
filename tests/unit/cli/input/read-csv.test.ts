import { describe, expect, it } from "vitest";
import type { Row } from "../../../../cli/judging/items.ts";
import { type CsvColumns, readCsv } from "../../../../cli/input/read-csv.ts";
import { pieces, toArray } from "../streams.ts";

const BY_NUMBER: CsvColumns = { content: "1", id: "0", header: false, delimiter: "," };

function read(text: string, columns: Partial<CsvColumns> = {}): Promise<Row[]> {
  return toArray(readCsv(pieces(text), { ...BY_NUMBER, ...columns }));
}

describe("readCsv", () => {
  it("reads rows without a header and reports those without content", async () => {
    const text = ",,notes,\nSP0,,,\n1,Hello,,SP0\n2,   ,,\n3\n";
    expect(await read(text)).toEqual([
      { line: 1, skipped: "no content" },
      { line: 2, skipped: "no content" },
      { line: 3, content: "Hello", externalId: "1" },
      { line: 4, skipped: "no content" },
      { line: 5, skipped: "no content" },
    ]);
  });

  it("keeps commas, quotes and line breaks inside quotes, and counts lines correctly after them", async () => {
    expect(await read('1,"a, ""b""\nc\r\nd"\r\n\r\n2,e')).toEqual([
      { line: 1, content: 'a, "b"\nc\r\nd', externalId: "1" },
      { line: 5, content: "e", externalId: "2" },
    ]);
  });

  it("keeps white space around the text", async () => {
    expect(await read("1, a ")).toEqual([{ line: 1, content: " a ", externalId: "1" }]);
  });

  it("finds columns by name, which makes the first row the header", async () => {
    const named = { content: "text", id: "key" };
    expect(await read("\ufeffkey,text\nk,hello\n", named)).toEqual([
      { line: 2, content: "hello", externalId: "k" },
    ]);
    await expect(read("key,text\n", { content: "body" })).rejects.toThrow("--content-column");
    expect(await read("Key,TEXT\nk,hello\n", named)).toEqual([
      { line: 2, content: "hello", externalId: "k" },
    ]);
    await expect(read("key;text\n", named)).rejects.toThrow("--delimiter ';'");
  });

  it("skips the header if columns are numbers and --header is set", async () => {
    expect(await read("id,text\n1,a\n", { header: true })).toEqual([
      { line: 2, content: "a", externalId: "1" },
    ]);
  });

  it("accepts other delimiters", async () => {
    expect(await read("1\ta,b\n", { delimiter: "\t" })).toEqual([
      { line: 1, content: "a,b", externalId: "1" },
    ]);
  });

  it("reports an id that the service would refuse, and continues", async () => {
    const rows = await read(`${"x".repeat(257)},a\n,b\n`);
    expect(rows).toEqual([
      { line: 1, fault: "the id is longer than 256 characters" },
      { line: 2, content: "b" },
    ]);
  });

  it.each(['1,"never closed\n', '1,"a"b\n'])("refuses what is not CSV: %j", async (text) => {
    await expect(read(text)).rejects.toThrow(/not valid CSV near line 1/);
  });

  it("passes on a failure of the source", async () => {
    async function* broken(): AsyncGenerator<string> {
      yield "1,a\n";
      throw new Error("gone");
    }
    await expect(toArray(readCsv(broken(), BY_NUMBER))).rejects.toThrow("gone");
  });

  it("returns the same rows whatever the chunks are", async () => {
    const text = '1,"a\r\nb"\r\n2,"""q"""\r\n';
    expect(await toArray(readCsv(pieces(text, 1), BY_NUMBER))).toEqual(await read(text));
  });
});
