/** U+FEFF in UTF-8. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Collects the bytes of one line across chunks, up to a limit. Of a longer line it records only that it is too long.
 * There is one growing buffer, so that a line in a million chunks takes no more memory than its length.
 */
export class LineBuffer {
  readonly #maxBytes: number;
  #buffer = Buffer.alloc(1024);
  #length = 0;
  #isTooLong = false;
  #isFirst = true;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isEmpty(): boolean {
    return this.#length === 0 && !this.#isTooLong;
  }

  /** Adds a part of a line that continues in the next chunk. */
  add(part: Uint8Array): void {
    const length = this.#length + part.length;
    if (length > this.#maxBytes + BYTE_ORDER_MARK.length + 1) this.#isTooLong = true;
    if (this.#isTooLong) return;
    if (length > this.#buffer.length) {
      const grown = Buffer.alloc(Math.max(length, 2 * this.#buffer.length));
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    this.#buffer.set(part, this.#length);
    this.#length = length;
  }

  /**
   * Returns the line that ends with this part, without its CR and, on the first line, without the byte order mark; null
   * if the line is too long. If the part is the whole line, the result is a view of it. The next line then begins.
   */
  finish(part: Uint8Array): Uint8Array | null {
    let bytes = part;
    if (!this.isEmpty) {
      this.add(part);
      bytes = Uint8Array.from(this.#buffer.subarray(0, this.#length));
    }
    if (this.#isFirst && BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte)) {
      bytes = bytes.subarray(3);
    }
    if (bytes.at(-1) === 0x0d) bytes = bytes.subarray(0, -1);
    const isTooLong = this.#isTooLong || bytes.length > this.#maxBytes;
    this.#length = 0;
    this.#isTooLong = false;
    this.#isFirst = false;
    return isTooLong ? null : bytes;
  }
}

/** Only spaces and tabs. */
export function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09);
}

export function tooLong(maxBytes: number): string {
  return `The line is longer than ${maxBytes} bytes.`;
}
