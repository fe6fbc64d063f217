import type { CsvDelimiter } from "../../schemas/batch.ts";
import type { RawLine, Splitter } from "./splitter.ts";
import { isBlank, LineBuffer, tooLong } from "./batch-line-buffer.ts";

const NEW_LINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;

type Place = "cell start" | "plain cell" | "quoted cell" | "behind quote";

/**
 * Records of RFC 4180, found in bytes: line breaks inside quotes belong to the record. In UTF-8 no byte of a
 * longer character equals an ASCII one, so bytes that are not UTF-8 spoil only their own record. A quote
 * counts at the start of a cell only; elsewhere it is a character like any other. A record has the number
 * of the line that it starts on.
 */
export class CsvRecordSplitter implements Splitter {
  readonly #maxBytes: number;
  readonly #delimiter: number;
  readonly #buffer: LineBuffer;
  #place: Place = "cell start";
  #line = 1;
  #startLine = 1;
  #bomBytes = 0;

  constructor(maxBytes: number, delimiter: CsvDelimiter) {
    this.#maxBytes = maxBytes;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#buffer = new LineBuffer(maxBytes);
  }

  push(chunk: Uint8Array): readonly RawLine[] {
    const records: RawLine[] = [];
    let start = 0;
    for (let index = this.#skipByteOrderMark(chunk); index < chunk.length; index += 1) {
      const byte = chunk[index];
      if (byte === NEW_LINE) this.#line += 1;
      if (byte !== NEW_LINE || this.#place === "quoted cell") {
        this.#place = next(this.#place, byte ?? 0, this.#delimiter);
        continue;
      }
      records.push(...this.#finish(chunk.subarray(start, index)));
      start = index + 1;
    }
    this.#buffer.add(chunk.subarray(start));
    return records;
  }

  end(): readonly RawLine[] {
    if (this.#buffer.isEmpty) return [];
    if (this.#place !== "quoted cell") return this.#finish(new Uint8Array());
    return [{ line: this.#startLine, fault: "A quote that it opens is never closed." }];
  }

  #finish(part: Uint8Array): readonly RawLine[] {
    const line = this.#startLine;
    this.#startLine = this.#line;
    this.#place = "cell start";
    const bytes = this.#buffer.finish(part);
    if (bytes === null) return [{ line, fault: tooLong(this.#maxBytes) }];
    return isBlank(bytes) ? [] : [{ line, bytes }];
  }

  /** The mark may stand before the first cell's quote, and may come in pieces. Answers where to begin. */
  #skipByteOrderMark(chunk: Uint8Array): number {
    let index = 0;
    while (index < chunk.length && chunk[index] === [0xef, 0xbb, 0xbf][this.#bomBytes]) {
      this.#bomBytes += 1;
      index += 1;
    }
    if (index < chunk.length) this.#bomBytes = 3;
    return index;
  }
}

function next(place: Place, byte: number, delimiter: number): Place {
  if (place === "quoted cell") return byte === QUOTE ? "behind quote" : "quoted cell";
  if (byte === delimiter) return "cell start";
  if (byte === QUOTE && (place === "cell start" || place === "behind quote")) return "quoted cell";
  return place === "behind quote" && byte === CARRIAGE_RETURN ? "behind quote" : "plain cell";
}
