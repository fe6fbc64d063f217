import type { KvArray } from "./kv-cache.ts";

interface Entry {
  readonly tokens: Uint32Array;
  readonly copies: readonly KvArray[];
  readonly bytes: number;
}

/**
 * Keys and values of prompt beginnings (a policy's), kept to be copied into the next sequence that begins
 * with the same tokens. Entries never change; those used longest ago make room for new ones.
 */
export class PrefixCache {
  readonly #maxBytes: number;
  /** In the order of use, last used last. */
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** What was stored for exactly these tokens, or undefined. */
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

  /** Stores what `copy` returns, unless it is stored already or its `bytes` are more than the cache may hold. */
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

/** FNV-1a over the ids, and how many they are. Only an index: `find` compares the tokens themselves. */
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
