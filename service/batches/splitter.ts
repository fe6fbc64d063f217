/** The bytes of one line of JSONL or one record of CSV, or why there are none to read. */
export type RawLine = { readonly line: number } & (
  | { readonly bytes: Uint8Array }
  | { readonly fault: string }
);

/** Cuts the bytes of an upload into lines as they arrive, holding no more than one unfinished line. */
export interface Splitter {
  /** The lines that end in this chunk, as views of it, to be read before the next. Empty ones are left out. */
  push(chunk: Uint8Array): readonly RawLine[];
  /** What is left when the upload has ended. */
  end(): readonly RawLine[];
}
