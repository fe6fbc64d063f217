import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MASK_SLOTS, MaskSlots } from "../../../../../engine/local/webgpu/mask-slots.ts";
import { NONE } from "../../../../../engine/local/webgpu/step-data.ts";

/** The memory of a GPU for masks. */
function createDevice() {
  const memory = new Map<number, Int32Array>();
  let writes = 0;
  const slots = new MaskSlots((slot, mask) => {
    memory.set(slot, mask);
    writes += 1;
  });
  return { slots, memory, writes: () => writes };
}

const masksOf = (count: number) => Array.from({ length: count }, (_, index) => Int32Array.of(index));

describe("MaskSlots", () => {
  it("has no slot for a mask that allows all tokens", () => {
    const { slots, writes } = createDevice();
    expect(slots.slotOf(null)).toBe(NONE);
    expect(writes()).toBe(0);
  });

  it("writes a mask once while it is among the most recently used", () => {
    const { slots, writes } = createDevice();
    const masks = masksOf(MASK_SLOTS);
    const first = masks.map((mask) => slots.slotOf(mask));
    expect(new Set(first).size).toBe(MASK_SLOTS);
    expect(masks.map((mask) => slots.slotOf(mask))).toEqual(first);
    expect(writes()).toBe(MASK_SLOTS);
  });

  it("gives a new mask the slot of the least recently used one", () => {
    const { slots, writes } = createDevice();
    const masks = masksOf(MASK_SLOTS);
    const first = masks.map((mask) => slots.slotOf(mask));
    slots.slotOf(masks[0]!);
    expect(slots.slotOf(Int32Array.of(-1))).toBe(first[1]);
    expect(slots.slotOf(masks[0]!)).toBe(first[0]);
    expect(writes()).toBe(MASK_SLOTS + 1);
    slots.slotOf(masks[1]!);
    expect(writes()).toBe(MASK_SLOTS + 2);
  });

  it("has written every mask of a step before the step runs", () => {
    const masks = masksOf(MASK_SLOTS + 40);
    const step = fc.uniqueArray(fc.constantFrom(...masks), { minLength: 100, maxLength: MASK_SLOTS });
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 6 }), (steps) => {
        const { slots, memory } = createDevice();
        for (const wanted of steps) {
          const placed = wanted.map((mask) => ({ mask, slot: slots.slotOf(mask) }));
          for (const { mask, slot } of placed) {
            expect(slot).toBeLessThan(MASK_SLOTS);
            expect(memory.get(slot)).toBe(mask);
          }
        }
      }),
      { numRuns: 8 },
    );
  });
});
