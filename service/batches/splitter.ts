/** The bytes of one line of JSONL or one record of CSV, or why they cannot be read. */
export type RawLine = { readonly line: number } & (
  | { readonly bytes: Uint8Array }
  | { readonly fault: string }
);

/** Splits the bytes of an upload into lines as they arrive. Buffers at most one incomplete line. */
export interface Splitter {
  /**
   * Returns the lines that end in this chunk, without empty ones. They may be views of the chunk, valid until the next
   * call.
   */
  push(chunk: Uint8Array): readonly RawLine[];
  /** Returns the last line, if it has no line break. */
  end(): readonly RawLine[];
}
