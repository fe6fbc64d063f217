import type { CsvDelimiter } from "../../schemas/batch.ts";
import type { RawLine, Splitter } from "./splitter.ts";
import { isBlank, LineBuffer, tooLong } from "./line-buffer.ts";

const NEW_LINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;

type State = "cell start" | "plain cell" | "quoted cell" | "after quote";

/**
 * Splits bytes into records of RFC 4180: line breaks inside quotes belong to the record. In UTF-8 no byte of a longer
 * character equals an ASCII character, so invalid UTF-8 affects only its own record. A quote opens a cell only at its
 * start; elsewhere it is an ordinary character. A record has the number of the line on which it starts.
 */
export class CsvRecordSplitter implements Splitter {
  readonly #maxBytes: number;
  readonly #delimiter: number;
  readonly #buffer: LineBuffer;
  #state: State = "cell start";
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
      if (byte !== NEW_LINE || this.#state === "quoted cell") {
        this.#state = next(this.#state, byte ?? 0, this.#delimiter);
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
    if (this.#state !== "quoted cell") return this.#finish(new Uint8Array());
    return [{ line: this.#startLine, fault: "A quote in the row is never closed." }];
  }

  #finish(part: Uint8Array): readonly RawLine[] {
    const line = this.#startLine;
    this.#startLine = this.#line;
    this.#state = "cell start";
    const bytes = this.#buffer.finish(part);
    if (bytes === null) return [{ line, fault: tooLong(this.#maxBytes) }];
    return isBlank(bytes) ? [] : [{ line, bytes }];
  }

  /** The mark may precede the first cell's quote and be split between chunks. Returns the index after it. */
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

function next(state: State, byte: number, delimiter: number): State {
  if (state === "quoted cell") return byte === QUOTE ? "after quote" : "quoted cell";
  if (byte === delimiter) return "cell start";
  if (byte === QUOTE && (state === "cell start" || state === "after quote")) return "quoted cell";
  return state === "after quote" && byte === CARRIAGE_RETURN ? "after quote" : "plain cell";
}
