import { BLOCK_TOKENS } from "./kernels/kernel-shape.ts";

/** The blocks of a sequence, in the order of its tokens. */
export interface BlockList {
  readonly blocks: number[];
  /** The leading tokens that other sequences may have too: the blocks that they fill go into the prefix cache. */
  readonly shared: readonly number[];
  /** The number of leading blocks whose tokens are in the prefix cache, and the name of the last of them there. */
  cachedBlocks: number;
  cachedName: number;
}

interface Block {
  /** The number of sequences that use it. */
  users: number;
  /** Its key in the prefix cache, or null if it is not in there. */
  key: string | null;
  /** Identifies what the block holds: a number that is never used again. */
  name: number;
}

const ROOT = 0;

/**
 * Allocates the blocks of the KV cache, and keeps the prefix cache in them. A block that holds the beginning of many
 * prompts (the policy) is shared by all sequences that begin with it. It stays cached after the last of them is freed,
 * until its memory is needed: the least recently used block is evicted first. A block does not change while it is
 * cached.
 */
export class BlockPool {
  readonly #blocks: Block[];
  /** Blocks without users that hold nothing, which are allocated first. */
  readonly #empty = new Set<number>();
  /** Blocks without users that are in the prefix cache, in the order in which they were freed. */
  readonly #evictable = new Set<number>();
  /** The prefix cache: blocks by the name of the block before them and their own tokens. */
  readonly #cached = new Map<string, number>();
  #lastName = ROOT;

  constructor(count: number) {
    this.#blocks = Array.from({ length: count }, () => ({ users: 0, key: null, name: ROOT }));
    for (let block = 0; block < count; block += 1) {
      this.#empty.add(block);
    }
  }

  /** The number of blocks that can be allocated. */
  get available(): number {
    return this.#empty.size + this.#evictable.size;
  }

  /** The part of the blocks that sequences use, from 0 to 1. */
  get usedShare(): number {
    return this.#blocks.length === 0 ? 0 : 1 - this.available / this.#blocks.length;
  }

  /** Allocates the blocks for `tokens`, cached ones if there are any. Returns null if there are not enough. */
  allocate(tokens: readonly number[], sharedTokens: number): BlockList | null {
    const list: BlockList = {
      blocks: [],
      shared: tokens.slice(0, sharedTokens),
      cachedBlocks: 0,
      cachedName: ROOT,
    };
    for (let block = this.#find(list); block !== undefined; block = this.#find(list)) {
      list.cachedBlocks += 1;
      list.cachedName = this.#blocks[block]!.name;
      list.blocks.push(block);
      this.#use(block);
    }
    if (!this.grow(list, tokens.length)) {
      this.free(list);
      return null;
    }
    return list;
  }

  /** The number of leading tokens of a newly allocated list that are computed already. */
  cachedTokens(list: BlockList): number {
    return list.cachedBlocks * BLOCK_TOKENS;
  }

  /**
   * Adds blocks until the list has enough for `tokens` tokens. Returns false, and changes nothing, if there are not
   * enough.
   */
  grow(list: BlockList, tokens: number): boolean {
    const missing = Math.ceil(tokens / BLOCK_TOKENS) - list.blocks.length;
    if (missing > this.available) {
      return false;
    }
    for (let i = 0; i < missing; i += 1) {
      list.blocks.push(this.#take());
    }
    return true;
  }

  /** Puts the shared blocks among the first `computedTokens` tokens into the prefix cache. */
  commit(list: BlockList, computedTokens: number): void {
    const end = Math.min(computedTokens, list.shared.length);
    while ((list.cachedBlocks + 1) * BLOCK_TOKENS <= end) {
      const key = keyOf(list);
      const cached = this.#cached.get(key);
      const own = list.blocks[list.cachedBlocks]!;
      if (cached === undefined) {
        this.#lastName += 1;
        this.#blocks[own]!.key = key;
        this.#blocks[own]!.name = this.#lastName;
        this.#cached.set(key, own);
      }
      // If another sequence has cached these tokens first, this block stays private.
      list.cachedName = this.#blocks[cached ?? own]!.name;
      list.cachedBlocks += 1;
    }
  }

  free(list: BlockList): void {
    // The last block first: the end of a chain must be evicted before its beginning.
    for (const block of list.blocks.reverse()) {
      const state = this.#blocks[block]!;
      state.users -= 1;
      if (state.users === 0) {
        (state.key === null ? this.#empty : this.#evictable).add(block);
      }
    }
    list.blocks.length = 0;
  }

  /** The cached block of the next shared tokens of the list, if there is one. */
  #find(list: BlockList): number | undefined {
    return (list.cachedBlocks + 1) * BLOCK_TOKENS <= list.shared.length
      ? this.#cached.get(keyOf(list))
      : undefined;
  }

  #take(): number {
    for (const pool of [this.#empty, this.#evictable]) {
      for (const block of pool) {
        const state = this.#blocks[block]!;
        if (state.key !== null) {
          this.#cached.delete(state.key);
          state.key = null;
        }
        this.#use(block);
        return block;
      }
    }
    throw new RangeError("no block is free");
  }

  #use(block: number): void {
    this.#empty.delete(block);
    this.#evictable.delete(block);
    this.#blocks[block]!.users += 1;
  }
}

/** The key of the block after the cached ones of a list. */
function keyOf({ shared, cachedBlocks, cachedName }: BlockList): string {
  const begin = cachedBlocks * BLOCK_TOKENS;
  return `${cachedName}:${shared.slice(begin, begin + BLOCK_TOKENS).join()}`;
}
