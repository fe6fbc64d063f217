import assert from "node:assert/strict";
import { type BlockList, BlockPool } from "../../../../../engine/local/webgpu/block-pool.ts";
import { BLOCK_TOKENS } from "../../../../../engine/local/webgpu/kernels/kernel-shape.ts";

/** Prompts of one name begin with equal blocks. All blocks of a prompt have equal tokens, but different predecessors. */
export const prompt = (name: number, blocks: number): number[] =>
  Array.from({ length: blocks * BLOCK_TOKENS }, (_, index) => name * 1000 + (index % BLOCK_TOKENS));

interface Running {
  readonly tokens: number[];
  readonly sharedTokens: number;
  list: BlockList;
  computed: number;
}

/** A pool, and a memory into which every sequence writes what it computes. */
export class PoolSimulation {
  readonly #count: number;
  readonly #pool: BlockPool;
  /** By block: all tokens up to the end of the block, on which its keys and values depend. */
  readonly #memory = new Map<number, string>();
  #running: Running[] = [];
  #lastToken = 1_000_000;

  constructor(count: number) {
    this.#count = count;
    this.#pool = new BlockPool(count);
  }

  open(pick: number, length: number): void {
    const shared = prompt(pick % 3, 1 + (pick % 4)).slice(0, length);
    const tokens = [...shared, ...Array.from({ length: 1 + (pick % 5) }, () => this.#lastToken++)];
    this.#begin(tokens, shared.length);
  }

  /** Computes the prompt of a sequence, and then further tokens. */
  grow(pick: number, more: number): void {
    const sequence = this.#running[pick % this.#running.length];
    if (sequence === undefined) return;
    const { tokens, computed } = sequence;
    if (computed === tokens.length) tokens.push(...Array.from({ length: more }, () => this.#lastToken++));
    const end = Math.min(tokens.length, computed + more);
    const { available } = this.#pool;
    const missing = Math.ceil(end / BLOCK_TOKENS) - sequence.list.blocks.length;
    assert.equal(this.#pool.grow(sequence.list, end), missing <= available);
    if (missing <= available) this.#compute(sequence, end);
  }

  close(pick: number): void {
    const [sequence] = this.#running.splice(pick % Math.max(1, this.#running.length), 1);
    if (sequence !== undefined) this.#pool.free(sequence.list);
  }

  preempt(pick: number): void {
    const sequence = this.#running[pick % this.#running.length];
    if (sequence === undefined) return;
    this.close(this.#running.indexOf(sequence));
    this.#begin(sequence.tokens, sequence.sharedTokens);
  }

  closeAll(): void {
    for (const { list } of this.#running) this.#pool.free(list);
    this.#running = [];
    assert.equal(this.#pool.available, this.#count);
  }

  check(): void {
    const used = new Set<number>();
    for (const { list, tokens, computed } of this.#running) {
      assert.equal(new Set(list.blocks).size, list.blocks.length);
      list.blocks.forEach((block, index) => {
        used.add(block);
        const end = Math.min(computed, (index + 1) * BLOCK_TOKENS);
        if (end > index * BLOCK_TOKENS) assert.equal(this.#memory.get(block), tokens.slice(0, end).join());
      });
    }
    assert.equal(this.#pool.available, this.#count - used.size);
  }

  #begin(tokens: number[], sharedTokens: number): void {
    const list = this.#pool.allocate(tokens, sharedTokens);
    if (list === null) return;
    const computed = this.#pool.cachedTokens(list);
    assert.ok(computed <= sharedTokens, "more tokens are cached than are shared");
    this.#running.push({ tokens, sharedTokens, list, computed });
  }

  #compute(sequence: Running, end: number): void {
    const { list, tokens, computed } = sequence;
    for (let at = Math.floor(computed / BLOCK_TOKENS); at * BLOCK_TOKENS < end; at += 1) {
      this.#memory.set(list.blocks[at]!, tokens.slice(0, Math.min(end, (at + 1) * BLOCK_TOKENS)).join());
    }
    sequence.computed = end;
    this.#pool.commit(list, end);
  }
}
