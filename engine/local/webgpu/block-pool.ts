import { BLOCK_TOKENS } from "./kernels/prelude.ts";

/** A sequence's blocks, in the order of its tokens. */
export interface BlockList {
  readonly blocks: number[];
  /** Tokens that other sequences may begin with too; the blocks they fill are kept for those. */
  readonly shared: readonly number[];
  /** Blocks from the front that are in the prefix cache, and the name of the last of them there. */
  keptBlocks: number;
  keptName: number;
}

interface Block {
  users: number;
  /** Under which it is found in the prefix cache; null for a block of one sequence alone. */
  key: string | null;
  /** Unique among all blocks there ever were. */
  name: number;
}

const ROOT = 0;

/**
 * Who has which block of the key/value cache. A block that holds the beginning of many prompts (a policy's) is shared by
 * all sequences that begin with it, and kept when the last of them has gone, until its memory is needed: then those used
 * longest ago go first. Blocks never change while they are shared.
 */
export class BlockPool {
  readonly #blocks: Block[];
  /** Unused, in the order in which they are to be taken: never kept ones first, then by last use. */
  readonly #free = new Set<number>();
  readonly #unused = new Set<number>();
  /** By parent's name and the block's own tokens. */
  readonly #kept = new Map<string, number>();
  #lastName = ROOT;

  constructor(count: number) {
    this.#blocks = Array.from({ length: count }, () => ({ users: 0, key: null, name: ROOT }));
    for (let block = 0; block < count; block += 1) {
      this.#free.add(block);
    }
  }

  /** Blocks that nobody uses. */
  get available(): number {
    return this.#free.size + this.#unused.size;
  }

  /** Blocks for `tokens`, those that are kept already among them. Null where there are not enough. */
  open(tokens: readonly number[], sharedTokens: number): BlockList | null {
    const list: BlockList = {
      blocks: [],
      shared: tokens.slice(0, sharedTokens),
      keptBlocks: 0,
      keptName: ROOT,
    };
    for (let block = this.#find(list); block !== undefined; block = this.#find(list)) {
      list.keptBlocks += 1;
      list.keptName = this.#blocks[block]!.name;
      list.blocks.push(block);
      this.#use(block);
    }
    if (!this.grow(list, tokens.length)) {
      this.close(list);
      return null;
    }
    return list;
  }

  /** Tokens at the front of a newly opened list that are computed already. */
  keptTokens(list: BlockList): number {
    return list.keptBlocks * BLOCK_TOKENS;
  }

  /** Adds blocks until the list holds `tokens` tokens. False, and nothing changes, where there are not enough. */
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

  /** Makes the shared blocks among the first `computedTokens` tokens known to others. */
  keep(list: BlockList, computedTokens: number): void {
    const end = Math.min(computedTokens, list.shared.length);
    while ((list.keptBlocks + 1) * BLOCK_TOKENS <= end) {
      const key = keyOf(list);
      const known = this.#kept.get(key);
      const mine = list.blocks[list.keptBlocks]!;
      if (known === undefined) {
        this.#lastName += 1;
        this.#blocks[mine]!.key = key;
        this.#blocks[mine]!.name = this.#lastName;
        this.#kept.set(key, mine);
      }
      // Where another sequence was first, this one's block stays its own.
      list.keptName = this.#blocks[known ?? mine]!.name;
      list.keptBlocks += 1;
    }
  }

  close(list: BlockList): void {
    // The last block first: of a chain, the end is to go before the beginning.
    for (const block of list.blocks.reverse()) {
      const state = this.#blocks[block]!;
      state.users -= 1;
      if (state.users === 0) {
        (state.key === null ? this.#free : this.#unused).add(block);
      }
    }
    list.blocks.length = 0;
  }

  /** The next block of the list's shared tokens, if it is kept. */
  #find(list: BlockList): number | undefined {
    return (list.keptBlocks + 1) * BLOCK_TOKENS <= list.shared.length
      ? this.#kept.get(keyOf(list))
      : undefined;
  }

  #take(): number {
    for (const pool of [this.#free, this.#unused]) {
      for (const block of pool) {
        const state = this.#blocks[block]!;
        if (state.key !== null) {
          this.#kept.delete(state.key);
          state.key = null;
        }
        this.#use(block);
        return block;
      }
    }
    throw new RangeError("no block is free");
  }

  #use(block: number): void {
    this.#free.delete(block);
    this.#unused.delete(block);
    this.#blocks[block]!.users += 1;
  }
}

/** Of the next block behind those that are kept. */
function keyOf({ shared, keptBlocks, keptName }: BlockList): string {
  const begin = keptBlocks * BLOCK_TOKENS;
  return `${keptName}:${shared.slice(begin, begin + BLOCK_TOKENS).join()}`;
}
