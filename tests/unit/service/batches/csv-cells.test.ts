import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { csvCells } from "../../../../service/batches/csv-cells.ts";
import { csvRecord } from "../../../../service/http/csv.ts";

it.each([
  ["a,b", ["a", "b"]],
  ["", [""]],
  [",", ["", ""]],
  ['"a,""b""",c', ['a,"b"', "c"]],
  ['"a\r\nb"', ["a\r\nb"]],
  ['""', [""]],
  ['a"b,c', ['a"b', "c"]],
  ['"a"b', null],
  ['"a', null],
])("reads %j", (record, cells) => {
  expect(csvCells(record)).toEqual(cells);
});

it("reads other delimiters", () => {
  expect(csvCells('a,b;"c;d"', ";")).toEqual(["a,b", "c;d"]);
  expect(csvCells("a\tb", "\t")).toEqual(["a", "b"]);
});

it("reads the output of another CSV library", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r\n", "é", " ") });
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), (cells) => {
      const record = csvRecord(cells);
      const read = csvCells(record.slice(0, -2));
      expect(read).toEqual(cells.map((text) => (text.startsWith("\r") ? `'${text}` : text)));
      expect(parse(record, { record_delimiter: "\r\n", relax_quotes: false })[0] ?? [""]).toEqual(read);
    }),
  );
});
