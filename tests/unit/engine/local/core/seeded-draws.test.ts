import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededDraws } from "../../../../../engine/local/core/seeded-draws.ts";

function take(seed: number, count: number): number[] {
  const draw = seededDraws(seed);
  return Array.from({ length: count }, draw);
}

describe("seededDraws", () => {
  // Computed with an implementation of PractRand's sfc32 in Python, seeded with struct.pack("<d", seed).
  it.each([
    [0, [0.07003541584918083, 0.3633301895529304, 0.5655551061644347]],
    [7, [0.9218244400689527, 0.3380786972120028, 0.2112358612301959]],
    [-1.5, [0.32271935344416036, 0.42356829824664766, 0.004212835392497061]],
  ])("has not changed its draws for seed %d", (seed, expected) => {
    expect(take(seed, expected.length)).toEqual(expected);
  });

  it("stays in [0, 1), is reproducible for a seed and differs for any other", () => {
    const seed = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(seed, seed, (one, other) => {
        fc.pre(!Object.is(one, other));
        const draws = take(one, 50);
        expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
        expect(take(one, 50)).toEqual(draws);
        expect(take(other, 50)).not.toEqual(draws);
      }),
    );
  });

  it("is uniform, at coarse and fine resolution", () => {
    const draws = take(3, 64_000);
    for (const parts of [16, 2 ** 20, 2 ** 40]) {
      const counts = Array.from({ length: 16 }, () => 0);
      for (const draw of draws) counts[Math.floor(draw * parts) % 16]! += 1;
      const chiSquare = counts.reduce((sum, count) => sum + (count - 4000) ** 2 / 4000, 0);
      // The 99.99 % point of the distribution with 15 degrees of freedom.
      expect(chiSquare).toBeLessThan(44.3);
    }
  });
});
