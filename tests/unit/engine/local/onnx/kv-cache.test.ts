import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KvCache, type SlotHolder } from "../../../../../engine/local/onnx/kv-cache.ts";

const SHAPE = { layers: 2, kvHeads: 2, headDim: 4, dtype: "float32" } as const;
const MAX_TOKENS = 6;

class Holder implements SlotHolder {
  slot = -1;
  computedTokens = 0;
  readonly mark: number;

  constructor(mark: number) {
    this.mark = mark;
  }
}

/** Writes a number of its own into every place of the holder's next token, as a run of the model would. */
function compute(kv: KvCache<Holder>, holder: Holder): void {
  visit(kv, holder, holder.computedTokens, (array, index, value) => {
    array[index] = value;
  });
  holder.computedTokens += 1;
}

function visit(
  kv: KvCache<Holder>,
  { slot, mark }: Holder,
  token: number,
  each: (array: Float32Array | Uint16Array, index: number, value: number) => void,
): void {
  for (let layer = 0; layer < SHAPE.layers; layer += 1) {
    [kv.keys(layer, slot, 1), kv.values(layer, slot, 1)].forEach((array, part) => {
      for (let head = 0; head < SHAPE.kvHeads; head += 1) {
        for (let dim = 0; dim < SHAPE.headDim; dim += 1) {
          const index = (head * MAX_TOKENS + token) * SHAPE.headDim + dim;
          each(array, index, mark * 10_000 + token * 1000 + layer * 100 + part * 50 + head * 10 + dim);
        }
      }
    });
  }
}

function expectIntact(kv: KvCache<Holder>, holder: Holder): void {
  for (let token = 0; token < holder.computedTokens; token += 1) {
    visit(kv, holder, token, (array, index, value) => expect(array[index]).toBe(value));
  }
}

function createCache(slots = 3) {
  return new KvCache<Holder>(SHAPE, { slots, maxTokens: MAX_TOKENS });
}

describe("KvCache", () => {
  it("gives neighbouring slots one piece of memory", () => {
    const kv = createCache();
    const all = kv.keys(1, 0, 3);
    expect(all).toHaveLength(3 * 2 * MAX_TOKENS * 4);
    kv.keys(1, 1, 2)[0] = 7;
    expect(all[2 * MAX_TOKENS * 4]).toBe(7);
    expect(kv.values(1, 1, 2)[0]).toBe(0);
  });

  it("moves the last sequence into a slot that becomes free, and nothing of the others", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom("take", "compute", "release"), fc.nat(9)), { maxLength: 60 }),
        (moves) => {
          const kv = createCache(4);
          let marks = 0;
          for (const [move, pick] of moves) {
            const held = [...kv.holders];
            const holder = held[pick % Math.max(held.length, 1)];
            if (move === "take" && held.length < 4) {
              kv.take(new Holder((marks += 1)));
            } else if (move === "compute" && holder !== undefined && holder.computedTokens < MAX_TOKENS) {
              compute(kv, holder);
            } else if (move === "release" && holder !== undefined) {
              kv.release(holder);
              expect(holder.slot).toBe(-1);
            }
            expect(kv.holders.map(({ slot }) => slot)).toEqual(kv.holders.map((_, slot) => slot));
            for (const current of kv.holders) {
              expectIntact(kv, current);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("copies a beginning out and into another slot", () => {
    const kv = createCache();
    const [source, target] = [new Holder(5), new Holder(5)];
    kv.take(source);
    kv.take(target);
    for (let token = 0; token < 5; token += 1) {
      compute(kv, source);
    }
    const copies = kv.copyOut(source.slot, 3);
    expect(copies.reduce((sum, copy) => sum + copy.byteLength, 0)).toBe(kv.bytes(3));
    kv.keys(0, source.slot, 1).fill(-1);
    kv.copyIn(target.slot, 3, copies);
    target.computedTokens = 3;
    expectIntact(kv, target);
    expect(kv.keys(0, target.slot, 1)[3 * SHAPE.headDim]).toBe(0);
  });

  it("has as many slots as it was made with, and gives back only what is held", () => {
    const kv = createCache(1);
    const holder = new Holder(1);
    kv.take(holder);
    expect(() => kv.take(new Holder(2))).toThrow(RangeError);
    kv.release(holder);
    expect(() => kv.release(holder)).toThrow(RangeError);
  });

  it("keeps float16 as bits", () => {
    const kv = new KvCache<Holder>({ ...SHAPE, dtype: "float16" }, { slots: 1, maxTokens: 2 });
    expect(kv.keys(0, 0, 1)).toBeInstanceOf(Uint16Array);
    expect(kv.bytes(1)).toBe(2 * 2 * 2 * 4 * 2);
  });
});
