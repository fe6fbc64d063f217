import type { RawLine, Splitter } from "./splitter.ts";
import { isBlank, LineBuffer, tooLong } from "./line-buffer.ts";

const NEW_LINE = 0x0a;

/** Splits bytes into lines that end in LF or CR LF. The last line may have no line break. */
export class LineSplitter implements Splitter {
  readonly #maxBytes: number;
  readonly #buffer: LineBuffer;
  #line = 1;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#buffer = new LineBuffer(maxBytes);
  }

  push(chunk: Uint8Array): readonly RawLine[] {
    const lines: RawLine[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEW_LINE, start);
      if (end === -1) break;
      lines.push(...this.#finish(chunk.subarray(start, end)));
      this.#line += 1;
      start = end + 1;
    }
    this.#buffer.add(chunk.subarray(start));
    return lines;
  }

  end(): readonly RawLine[] {
    return this.#buffer.isEmpty ? [] : this.#finish(new Uint8Array());
  }

  #finish(part: Uint8Array): readonly RawLine[] {
    const bytes = this.#buffer.finish(part);
    if (bytes === null) return [{ line: this.#line, fault: tooLong(this.#maxBytes) }];
    return isBlank(bytes) ? [] : [{ line: this.#line, bytes }];
  }
}
