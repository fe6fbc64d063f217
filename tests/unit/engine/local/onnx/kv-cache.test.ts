import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KvCache, type KvSlot } from "../../../../../engine/local/onnx/kv-cache.ts";

const SHAPE = { layers: 2, kvHeads: 2, headDim: 4, dtype: "float32" } as const;
const MAX_TOKENS = 600;

class TestSlot implements KvSlot {
  index = -1;
  computedTokens = 0;
  readonly mark: number;

  constructor(mark: number) {
    this.mark = mark;
  }
}

/** A distinct number for each element. */
function element(slot: TestSlot, token: number, layer: number, part: number, at: number): number {
  return slot.mark * 1_000_000 + token * 1000 + layer * 100 + part * 50 + at;
}

/** Stores distinct numbers as keys and values of the slot's next tokens, as a run of the model does. */
function compute(kv: KvCache<TestSlot>, slot: TestSlot, count = 1): void {
  const first = slot.computedTokens;
  kv.ensure(first + count);
  const width = SHAPE.kvHeads * SHAPE.headDim;
  for (let layer = 0; layer < SHAPE.layers; layer += 1) {
    const [keys, values] = [0, 1].map((part) =>
      Float32Array.from({ length: count * width }, (_, at) =>
        element(slot, first + Math.floor(at / width), layer, part, at % width),
      ),
    );
    kv.write(layer, slot.index, first, keys!, values!);
  }
  slot.computedTokens += count;
}

/** The slot has the numbers of its tokens, at [head, token, dim]. */
function expectIntact(kv: KvCache<TestSlot>, slot: TestSlot): void {
  const { layers, kvHeads, headDim } = SHAPE;
  for (let layer = 0; layer < layers; layer += 1) {
    [kv.keys(layer, slot.index, 1), kv.values(layer, slot.index, 1)].forEach((array, part) => {
      for (let head = 0; head < kvHeads; head += 1) {
        const start = head * kv.capacity * headDim;
        const tokens = array.subarray(start, start + slot.computedTokens * headDim);
        tokens.forEach((value, at) => {
          const [token, dim] = [Math.floor(at / headDim), at % headDim];
          expect(value).toBe(element(slot, token, layer, part, head * headDim + dim));
        });
      }
    });
  }
}

function createCache(slots = 3) {
  return new KvCache<TestSlot>(SHAPE, { slots, maxTokens: MAX_TOKENS });
}

describe("KvCache", () => {
  it("stores neighbouring slots contiguously", () => {
    const kv = createCache();
    kv.ensure(1);
    const all = kv.keys(1, 0, 3);
    expect(all).toHaveLength(3 * 2 * kv.capacity * 4);
    kv.keys(1, 1, 2)[0] = 7;
    expect(all[2 * kv.capacity * 4]).toBe(7);
    expect(kv.values(1, 1, 2)[0]).toBe(0);
  });

  it("has space for the longest sequence only, keeps tokens when it grows, and has none without sequences", () => {
    const kv = createCache();
    const [short, long] = [new TestSlot(1), new TestSlot(2)];
    kv.allocate(short);
    kv.allocate(long);
    compute(kv, short);
    expect(kv.capacity).toBe(256);
    while (long.computedTokens < 257) compute(kv, long);
    expect(kv.capacity).toBe(512);
    expectIntact(kv, short);
    expectIntact(kv, long);
    kv.ensure(MAX_TOKENS);
    expect(kv.capacity).toBe(MAX_TOKENS);
    expect(() => kv.ensure(MAX_TOKENS + 1)).toThrow(RangeError);
    const { resizes } = kv;
    kv.free(long);
    expect(kv.resizes).toBe(resizes);
    kv.free(short);
    expect(kv.capacity).toBe(0);
    expect(kv.resizes).toBe(resizes + 1);
  });

  it("moves the last slot to a freed index, and changes no other slot", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom("allocate", "compute", "free"), fc.nat(9)), { maxLength: 60 }),
        (moves) => {
          const kv = createCache(4);
          let marks = 0;
          for (const [move, pick] of moves) {
            const held = [...kv.slots];
            const slot = held[pick % Math.max(held.length, 1)];
            if (move === "allocate" && held.length < 4) {
              kv.allocate(new TestSlot((marks += 1)));
            } else if (move === "compute" && slot !== undefined && slot.computedTokens < MAX_TOKENS) {
              compute(kv, slot);
            } else if (move === "free" && slot !== undefined) {
              kv.free(slot);
              expect(slot.index).toBe(-1);
            }
            expect(kv.slots.map(({ index }) => index)).toEqual(kv.slots.map((_, at) => at));
            for (const current of kv.slots) {
              expectIntact(kv, current);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("copies a prefix out and into another slot", () => {
    const kv = createCache();
    const [source, target] = [new TestSlot(5), new TestSlot(5)];
    kv.allocate(source);
    kv.allocate(target);
    compute(kv, source, 2);
    compute(kv, source, 3);
    const copies = kv.copyOut(source.index, 3);
    expect(copies.reduce((sum, copy) => sum + copy.byteLength, 0)).toBe(kv.bytes(3));
    kv.keys(0, source.index, 1).fill(-1);
    kv.copyIn(target.index, 3, copies);
    target.computedTokens = 3;
    expectIntact(kv, target);
    expect(kv.keys(0, target.index, 1)[3 * SHAPE.headDim]).toBe(0);
  });

  it("has the number of slots it was created with, and frees only allocated ones", () => {
    const kv = createCache(1);
    const slot = new TestSlot(1);
    kv.allocate(slot);
    expect(() => kv.allocate(new TestSlot(2))).toThrow(RangeError);
    kv.free(slot);
    expect(() => kv.free(slot)).toThrow(RangeError);
  });

  it("stores float16 as bits", () => {
    const kv = new KvCache<TestSlot>({ ...SHAPE, dtype: "float16" }, { slots: 1, maxTokens: 2 });
    kv.ensure(1);
    expect(kv.keys(0, 0, 1)).toBeInstanceOf(Uint16Array);
    expect(kv.bytes(1)).toBe(2 * 2 * 2 * 4 * 2);
  });
});
