import type { KvArray } from "./kv-cache.ts";

interface Entry {
  readonly tokens: Uint32Array;
  readonly copies: readonly KvArray[];
  readonly bytes: number;
}

/**
 * Keys and values of prompt prefixes (a policy's), to be copied into later sequences that begin with the same tokens.
 *
 * Entries never change; the least recently used are evicted to make room for new ones.
 */
export class PrefixCache {
  readonly #maxBytes: number;
  /** Least recently used first. */
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Returns what was stored for exactly these tokens, or undefined. */
  find(tokens: Uint32Array): readonly KvArray[] | undefined {
    const key = keyOf(tokens);
    const entry = this.#entries.get(key);
    if (entry === undefined || !equal(entry.tokens, tokens)) {
      return undefined;
    }
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.copies;
  }

  /** Stores what `copy` returns, unless the tokens are stored already or `bytes` exceeds the whole cache. */
  store(tokens: Uint32Array, bytes: number, copy: () => readonly KvArray[]): void {
    const key = keyOf(tokens);
    if (bytes > this.#maxBytes || this.#entries.has(key)) {
      return;
    }
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes + bytes <= this.#maxBytes) {
        break;
      }
      this.#entries.delete(oldest);
      this.#bytes -= entry.bytes;
    }
    this.#entries.set(key, { tokens: tokens.slice(), copies: copy(), bytes });
    this.#bytes += bytes;
  }
}

/** The number of ids and their FNV-1a hash. Only an index: `find` compares the tokens themselves. */
function keyOf(tokens: Uint32Array): string {
  let hash = 0x811c9dc5;
  for (const token of tokens) {
    hash = Math.imul(hash ^ token, 0x01000193);
  }
  return `${tokens.length}:${hash >>> 0}`;
}

function equal(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((token, index) => token === b[index]);
}
