import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BlockPool } from "../../../../../engine/local/webgpu/block-pool.ts";
import { BLOCK_TOKENS } from "../../../../../engine/local/webgpu/kernels/kernel-shape.ts";
import { PoolSimulation, prompt } from "./simulate-pool.ts";

/** Allocates, computes, commits and frees a prompt whose tokens are all shared. */
function cache(pool: BlockPool, tokens: readonly number[]): number {
  const list = pool.allocate(tokens, tokens.length)!;
  const cached = pool.cachedTokens(list);
  pool.commit(list, tokens.length);
  pool.free(list);
  return cached;
}

const cachedOf = (pool: BlockPool, tokens: readonly number[]) => {
  const list = pool.allocate(tokens, tokens.length)!;
  const cached = pool.cachedTokens(list);
  pool.free(list);
  return cached;
};

describe("BlockPool", () => {
  it("caches whole blocks of the shared tokens only", () => {
    const pool = new BlockPool(8);
    const tokens = prompt(1, 3);
    const list = pool.allocate(tokens, 40)!;
    pool.commit(list, 20);
    expect(cachedOf(pool, tokens)).toBe(BLOCK_TOKENS);
    pool.commit(list, 48);
    expect(cachedOf(pool, tokens)).toBe(2 * BLOCK_TOKENS);
    expect(cachedOf(pool, tokens.slice(0, 20))).toBe(BLOCK_TOKENS);
    expect(cachedOf(pool, prompt(2, 3))).toBe(0);
  });

  it("counts blocks that sequences use as used, and not those that are only cached", () => {
    const pool = new BlockPool(8);
    expect(pool.usedShare).toBe(0);
    const list = pool.allocate(prompt(1, 2), 2 * BLOCK_TOKENS)!;
    pool.commit(list, 2 * BLOCK_TOKENS);
    expect(pool.usedShare).toBe(0.25);
    pool.free(list);
    expect(pool.usedShare).toBe(0);
  });

  it("shares blocks between sequences that run at the same time", () => {
    const pool = new BlockPool(4);
    const [one, other] = [prompt(1, 3), [...prompt(1, 2), ...prompt(2, 1)]];
    const first = pool.allocate(one, 32)!;
    pool.commit(first, 48);
    const second = pool.allocate(other, 32)!;
    expect(second.blocks.slice(0, 2)).toEqual(first.blocks.slice(0, 2));
    expect(second.blocks[2]).not.toBe(first.blocks[2]);
    expect(pool.available).toBe(0);
    pool.free(first);
    expect(pool.available).toBe(1);
    pool.free(second);
    expect(pool.available).toBe(4);
  });

  it("allocates nothing if there is not room for all tokens", () => {
    const pool = new BlockPool(3);
    cache(pool, prompt(1, 2));
    expect(pool.allocate([...prompt(1, 2), ...prompt(2, 2)], 64)).toBeNull();
    expect(pool.available).toBe(3);
    expect(cachedOf(pool, prompt(1, 2))).toBe(2 * BLOCK_TOKENS);
    const list = pool.allocate(prompt(3, 2), 0)!;
    expect(pool.grow(list, 49)).toBe(false);
    expect(list.blocks).toHaveLength(2);
    expect(pool.grow(list, 48)).toBe(true);
    expect(pool.available).toBe(0);
  });

  it("allocates empty blocks first, then evicts the end of the least recently used prompt", () => {
    const pool = new BlockPool(8);
    cache(pool, prompt(1, 3));
    cache(pool, prompt(2, 3));
    cache(pool, prompt(1, 3));
    const list = pool.allocate(prompt(3, 2), 0)!;
    expect([cachedOf(pool, prompt(1, 3)), cachedOf(pool, prompt(2, 3))]).toEqual([48, 48]);
    // The expectation has used the second prompt last.
    cachedOf(pool, prompt(1, 3));
    expect(pool.grow(list, 3 * BLOCK_TOKENS)).toBe(true);
    expect(cachedOf(pool, prompt(2, 2))).toBe(32);
    cachedOf(pool, prompt(1, 3));
    expect(pool.grow(list, 5 * BLOCK_TOKENS)).toBe(true);
    pool.free(list);
    expect([cachedOf(pool, prompt(1, 3)), cachedOf(pool, prompt(2, 2))]).toEqual([48, 0]);
  });

  it("discards the content of a block when it is reused", () => {
    const pool = new BlockPool(3);
    cache(pool, prompt(1, 1));
    pool.free(pool.allocate(prompt(2, 3), 0)!);
    expect(cache(pool, prompt(1, 1))).toBe(0);
    pool.free(pool.allocate(prompt(2, 2), 0)!);
    expect(cachedOf(pool, prompt(1, 1))).toBe(BLOCK_TOKENS);
  });

  it("caches one of two blocks that were computed at the same time", () => {
    const pool = new BlockPool(8);
    const lists = [pool.allocate(prompt(1, 2), 32)!, pool.allocate(prompt(1, 2), 32)!] as const;
    pool.commit(lists[1], 32);
    pool.commit(lists[0], 32);
    const [cached] = lists[1].blocks;
    pool.free(lists[1]);
    pool.free(lists[0]);
    const list = pool.allocate(prompt(1, 2), 32)!;
    expect(list.blocks[0]).toBe(cached);
  });

  it("has the values that every sequence computed, for any order of opening, growing, closing and preempting", () => {
    const command = fc.record({
      kind: fc.constantFrom("open", "open", "grow", "grow", "grow", "close", "preempt"),
      pick: fc.nat(100),
      tokens: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 14 }),
        fc.array(command, { minLength: 20, maxLength: 120 }),
        (blocks, commands) => {
          const simulation = new PoolSimulation(blocks);
          for (const { kind, pick, tokens } of commands) {
            simulation[kind](pick, tokens);
            simulation.check();
          }
          simulation.closeAll();
          simulation.check();
        },
      ),
      { numRuns: 150 },
    );
  });
});
