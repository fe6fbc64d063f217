import type { KvArray, KvCache, KvSlot } from "../../../engine/local/onnx/kv-cache.ts";

/** Prefixes are reused in whole blocks, as in vLLM (`--block-size`, 16 tokens by default). */
const BLOCK_TOKENS = 16;
const MAX_ENTRIES = 64;

interface Entry {
  readonly tokens: readonly number[];
  /** Lengths from which the layers with a window can be continued as well. */
  readonly checkpoints: readonly number[];
  readonly copies: readonly KvArray[];
}

/**
 * Keys and values of earlier prompts, for any prompt that begins with the same blocks. With a `window`,
 * as llama.cpp's cache has for layers of sliding-window attention: only if the prompt differs within this number of
 * the last tokens, or after a checkpoint.
 */
export class PrefixReuse<S extends KvSlot> {
  readonly #kv: KvCache<S>;
  readonly #window: number;
  readonly #entries: Entry[] = [];

  constructor(kv: KvCache<S>, window = Number.POSITIVE_INFINITY) {
    this.#kv = kv;
    this.#window = window;
  }

  /** Fills the slot with the longest cached prefix of `tokens`, without the last token. Returns its length. */
  restore(slot: number, tokens: readonly number[]): number {
    let best: Entry | undefined;
    let length = 0;
    for (const entry of this.#entries) {
      const common = this.#usable(entry, commonLength(entry.tokens, tokens, tokens.length - 1));
      const blocks = common - (common % BLOCK_TOKENS);
      if (blocks > length) {
        best = entry;
        length = blocks;
      }
    }
    if (best !== undefined) {
      this.#kv.copyIn(slot, length, this.#shortened(best, length));
    }
    return length;
  }

  /** Caches what the slot holds of `tokens`; the oldest entries are evicted. */
  remember(slot: number, tokens: readonly number[], checkpoints: readonly number[]): void {
    const known = this.#entries.findIndex(
      (entry) => commonLength(entry.tokens, tokens, tokens.length) === entry.tokens.length,
    );
    if (known >= 0) this.#entries.splice(known, 1);
    this.#entries.push({ tokens: [...tokens], checkpoints, copies: this.#kv.copyOut(slot, tokens.length) });
    if (this.#entries.length > MAX_ENTRIES) this.#entries.shift();
  }

  #usable({ tokens, checkpoints }: Entry, common: number): number {
    if (tokens.length - common <= this.#window) return common;
    return Math.max(0, ...checkpoints.filter((length) => length <= common));
  }

  #shortened({ tokens, copies }: Entry, length: number): KvArray[] {
    const { headDim, kvHeads } = this.#kv.shape;
    return copies.map((copy) => {
      const short = copy.slice(0, kvHeads * length * headDim);
      for (let head = 0; head < kvHeads; head += 1) {
        const from = head * tokens.length * headDim;
        short.set(copy.subarray(from, from + length * headDim), head * length * headDim);
      }
      return short;
    });
  }
}

function commonLength(a: readonly number[], b: readonly number[], limit: number): number {
  const end = Math.min(a.length, b.length, limit);
  let at = 0;
  while (at < end && a[at] === b[at]) at += 1;
  return at;
}
