import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BlockPool } from "../../../../../engine/local/webgpu/block-pool.ts";
import { BLOCK_TOKENS } from "../../../../../engine/local/webgpu/kernels/kernel-shape.ts";
import { PoolSimulation, prompt } from "./simulate-pool.ts";

/** Opens, computes, keeps and closes a prompt of which everything is shared. */
function passThrough(pool: BlockPool, tokens: readonly number[]): number {
  const list = pool.allocate(tokens, tokens.length)!;
  const kept = pool.cachedTokens(list);
  pool.commit(list, tokens.length);
  pool.free(list);
  return kept;
}

const keptOf = (pool: BlockPool, tokens: readonly number[]) => {
  const list = pool.allocate(tokens, tokens.length)!;
  const kept = pool.cachedTokens(list);
  pool.free(list);
  return kept;
};

describe("BlockPool", () => {
  it("finds what was kept, whole blocks of the shared part only", () => {
    const pool = new BlockPool(8);
    const tokens = prompt(1, 3);
    const list = pool.allocate(tokens, 40)!;
    pool.commit(list, 20);
    expect(keptOf(pool, tokens)).toBe(BLOCK_TOKENS);
    pool.commit(list, 48);
    expect(keptOf(pool, tokens)).toBe(2 * BLOCK_TOKENS);
    expect(keptOf(pool, tokens.slice(0, 20))).toBe(BLOCK_TOKENS);
    expect(keptOf(pool, prompt(2, 3))).toBe(0);
  });

  it("shares blocks between sequences that run at a time", () => {
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

  it("opens nothing, and takes nothing, where there is not room for all", () => {
    const pool = new BlockPool(3);
    passThrough(pool, prompt(1, 2));
    expect(pool.allocate([...prompt(1, 2), ...prompt(2, 2)], 64)).toBeNull();
    expect(pool.available).toBe(3);
    expect(keptOf(pool, prompt(1, 2))).toBe(2 * BLOCK_TOKENS);
    const list = pool.allocate(prompt(3, 2), 0)!;
    expect(pool.grow(list, 49)).toBe(false);
    expect(list.blocks).toHaveLength(2);
    expect(pool.grow(list, 48)).toBe(true);
    expect(pool.available).toBe(0);
  });

  it("takes blocks that were never kept first, then of what was used longest ago the end", () => {
    const pool = new BlockPool(8);
    passThrough(pool, prompt(1, 3));
    passThrough(pool, prompt(2, 3));
    passThrough(pool, prompt(1, 3));
    const list = pool.allocate(prompt(3, 2), 0)!;
    expect([keptOf(pool, prompt(1, 3)), keptOf(pool, prompt(2, 3))]).toEqual([48, 48]);
    // Asking has used the second prompt last.
    keptOf(pool, prompt(1, 3));
    expect(pool.grow(list, 3 * BLOCK_TOKENS)).toBe(true);
    expect(keptOf(pool, prompt(2, 2))).toBe(32);
    keptOf(pool, prompt(1, 3));
    expect(pool.grow(list, 5 * BLOCK_TOKENS)).toBe(true);
    pool.free(list);
    expect([keptOf(pool, prompt(1, 3)), keptOf(pool, prompt(2, 2))]).toEqual([48, 0]);
  });

  it("forgets what a block held when it is taken for something else", () => {
    const pool = new BlockPool(3);
    passThrough(pool, prompt(1, 1));
    pool.free(pool.allocate(prompt(2, 3), 0)!);
    expect(passThrough(pool, prompt(1, 1))).toBe(0);
    pool.free(pool.allocate(prompt(2, 2), 0)!);
    expect(keptOf(pool, prompt(1, 1))).toBe(BLOCK_TOKENS);
  });

  it("keeps one of two blocks that were computed at the same time", () => {
    const pool = new BlockPool(8);
    const lists = [pool.allocate(prompt(1, 2), 32)!, pool.allocate(prompt(1, 2), 32)!] as const;
    pool.commit(lists[1], 32);
    pool.commit(lists[0], 32);
    const [kept] = lists[1].blocks;
    pool.free(lists[1]);
    pool.free(lists[0]);
    const list = pool.allocate(prompt(1, 2), 32)!;
    expect(list.blocks[0]).toBe(kept);
  });

  it("holds for every sequence what it computed, in any order of coming, growing, going and coming again", () => {
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
