import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/**
 * The ordinary tokens of o200k: ids 0..199997. A byte sequence is represented as a "byte string", one character
 * U+0000..U+00FF per byte, so that it can be a Map key.
 */
export interface Vocabulary {
  readonly idOf: ReadonlyMap<string, number>;
  readonly byteStringOf: readonly string[];
}

let loaded: Vocabulary | undefined;

/**
 * Returns the vocabulary; the first call loads it (about 150 ms).
 *
 * The file is OpenAI's own o200k_base.tiktoken, which gpt-tokenizer ships as data: lines of
 * `base64(bytes) rank`. Its sha256 is the one the Harmony reference checks for o200k_harmony
 * (src/tiktoken_ext/public_encodings.rs); a test compares it.
 */
export function vocabulary(): Vocabulary {
  loaded ??= parseRanks(readFileSync(vocabularyPath(), "latin1"));
  return loaded;
}

export function vocabularyPath(): string {
  return createRequire(import.meta.url).resolve("gpt-tokenizer/data/o200k_base.tiktoken");
}

function parseRanks(text: string): Vocabulary {
  const idOf = new Map<string, number>();
  const byteStringOf: string[] = [];
  let lineStart = 0;
  while (lineStart < text.length) {
    const space = text.indexOf(" ", lineStart);
    const newline = text.indexOf("\n", space);
    const lineEnd = newline === -1 ? text.length : newline;
    const bytes = Buffer.from(text.slice(lineStart, space), "base64").toString("latin1");
    const id = Number(text.slice(space + 1, lineEnd));
    idOf.set(bytes, id);
    byteStringOf[id] = bytes;
    lineStart = lineEnd + 1;
  }
  return { idOf, byteStringOf };
}
