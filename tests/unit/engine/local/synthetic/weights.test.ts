import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../../../../engine/local/synthetic/random.ts";
import { tiedRows } from "../../../../../engine/local/synthetic/weights.ts";

/** Random bytes, so that two rows are equal only if they are tied. */
function randomBytes(seed: number) {
  const random = mulberry32(seed);
  return (piece: Uint8Array) => {
    for (let i = 0; i < piece.length; i += 1) piece[i] = Math.floor(random() * 256);
  };
}

describe("tiedRows", () => {
  it("makes the rows of a group equal and groups different, whatever the sizes of the pieces", () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        pieces,
        fc.integer({ min: 8, max: 40 }),
        fc.integer({ min: 1, max: 4 }),
        (sizes, rowBytes, group) => {
          const whole = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
          const fill = tiedRows(randomBytes(5), rowBytes, group);
          let at = 0;
          for (const size of sizes) {
            fill(whole.subarray(at, at + size));
            at += size;
          }
          // The weights provide the groups' rows in order.
          const weights = new Uint8Array(whole.length + rowBytes);
          randomBytes(5)(weights);
          const expected = Uint8Array.from(whole, (_, index) => {
            const row = Math.floor(index / rowBytes);
            return weights[Math.floor(row / group) * rowBytes + (index % rowBytes)]!;
          });
          expect(whole).toEqual(expected);
        },
      ),
    );
  });
});
