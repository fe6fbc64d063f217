import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSplitter } from "../../../../service/batches/create-splitter.ts";
import type { RawLine, Splitter } from "../../../../service/batches/splitter.ts";

const MAX = 1000;

/** What a splitter returns for bytes that arrive in pieces of the given sizes. */
function split(
  format: "jsonl" | "csv",
  bytes: Uint8Array,
  sizes: readonly number[] = [bytes.length],
  max = MAX,
): [line: number, text: string][] {
  const splitter = createSplitter(format, max);
  const found: [number, string][] = [];
  let start = 0;
  for (let turn = 0; start < bytes.length; turn += 1) {
    const end = start + Math.max(1, sizes[turn % sizes.length] ?? 1);
    found.push(...taken(splitter, bytes.subarray(start, end)));
    start = end;
  }
  return [...found, ...splitter.end().map(told)];
}

/** Reads before the next chunk, which may overwrite this one. */
function taken(splitter: Splitter, part: Uint8Array): [number, string][] {
  const chunk = Uint8Array.from(part);
  const found = splitter.push(chunk).map(told);
  chunk.fill(0x21);
  return found;
}

function told(raw: RawLine): [number, string] {
  return [raw.line, "fault" in raw ? `! ${raw.fault}` : Buffer.from(raw.bytes).toString("latin1")];
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text, "latin1");

describe("lines", () => {
  it.each([
    [
      "a\nb\n",
      [
        [1, "a"],
        [2, "b"],
      ],
    ],
    [
      "a\r\nb",
      [
        [1, "a"],
        [2, "b"],
      ],
    ],
    ["\n\n \t\r\na", [[4, "a"]]],
    ["", []],
    ["\n", []],
    [
      "\xef\xbb\xbfa\n\xef\xbb\xbfb",
      [
        [1, "a"],
        [2, "\xef\xbb\xbfb"],
      ],
    ],
    ["a\rb\n", [[1, "a\rb"]]],
  ])("of %j", (text, expected) => {
    expect(split("jsonl", bytesOf(text))).toEqual(expected);
  });

  it("that are too long are reported and skipped, wherever the chunks end", () => {
    const text = `ok\n${"x".repeat(MAX + 1)}\n${"y".repeat(MAX)}\r\n${"z".repeat(5 * MAX)}`;
    for (const size of [1, 7, 999, 100_000]) {
      expect(split("jsonl", bytesOf(text), [size])).toEqual([
        [1, "ok"],
        [2, `! The line is longer than ${MAX} bytes.`],
        [3, "y".repeat(MAX)],
        [4, `! The line is longer than ${MAX} bytes.`],
      ]);
    }
  });
});

describe("records of CSV", () => {
  it.each([
    [
      "a,b\r\n1,2\r\n",
      [
        [1, "a,b"],
        [2, "1,2"],
      ],
    ],
    [
      '"a\r\nb",c\n"d ""e""\n",f\ng',
      [
        [1, '"a\r\nb",c'],
        [3, '"d ""e""\n",f'],
        [5, "g"],
      ],
    ],
    [
      'a"b\nc',
      [
        [1, 'a"b'],
        [2, "c"],
      ],
    ],
    ['a,"b\nc', [[1, "! A quote in the row is never closed."]]],
    [
      '"a"x"\nb',
      [
        [1, '"a"x"'],
        [2, "b"],
      ],
    ],
    [
      '\xef\xbb\xbf"a\nb"\nc',
      [
        [1, '"a\nb"'],
        [3, "c"],
      ],
    ],
    [
      'x,\xff"\ny',
      [
        [1, 'x,\xff"'],
        [2, "y"],
      ],
    ],
    ["\n\na\n", [[3, "a"]]],
  ])("of %j", (text, expected) => {
    for (const size of [1, 2, 1000]) expect(split("csv", bytesOf(text), [size])).toEqual(expected);
  });

  it("that are too long are reported with the line on which they start", () => {
    const text = `h\n"${"x\n".repeat(MAX)}"\nlast`;
    expect(split("csv", bytesOf(text), [13])).toEqual([
      [1, "h"],
      [2, `! The line is longer than ${MAX} bytes.`],
      [MAX + 3, "last"],
    ]);
  });
});

it("does not depend on where chunks end", () => {
  const text = fc.stringMatching(/^[ab",\r\n\u00ef\u00bb\u00bf]{0,60}$/);
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(text, sizes, fc.constantFrom("jsonl", "csv"), (content, pieces, format) => {
      const bytes = bytesOf(content);
      expect(split(format, bytes, pieces, 12)).toEqual(split(format, bytes, [bytes.length + 1], 12));
    }),
  );
});
