import { describe, expect, it } from "vitest";
import { E2M1_DOUBLED } from "../../../../../../engine/local/checkpoint/mxfp4.ts";
import { mulberry32 } from "../../../../../../engine/local/synthetic/random.ts";
import { COMPACT_RATIOS, compactCodes } from "../../../../../../engine/local/onnx/export/compact-codes.ts";

const BLOCKS = 2000;

/** The E2M1 code nearest to a value in units of the block's scale. */
function nearestCode(value: number): number {
  let best = 0;
  for (let code = 1; code < 16; code += 1) {
    const distance = (c: number) => Math.abs(E2M1_DOUBLED[c]! / 2 - value);
    if (distance(code) < distance(best)) best = code;
  }
  return best;
}

/** Normally distributed weights as MXFP4 (OCP MX 1.0, 6.3): the largest magnitude of a block is in [4, 8). */
function normalBlocks(random: () => number): Uint8Array {
  const blocks = new Uint8Array(BLOCKS * 16);
  for (let block = 0; block < BLOCKS; block += 1) {
    const values = Array.from(
      { length: 32 },
      () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
    );
    const scale = 2 ** (Math.floor(Math.log2(Math.max(...values.map(Math.abs)))) - 2);
    for (const [i, value] of values.entries()) {
      blocks[block * 16 + (i >> 1)]! |= nearestCode(value / scale) << (i & 1 ? 4 : 0);
    }
  }
  return blocks;
}

const nibbles = (bytes: Uint8Array) => [...bytes].flatMap((byte) => [byte & 15, byte >> 4]);

/** Doubled values before and after, and the squared error of each block. */
function compare(blocks: Uint8Array) {
  const { codes, choices } = compactCodes(blocks);
  const before = nibbles(blocks).map((code) => E2M1_DOUBLED[code]!);
  const after = nibbles(codes).map((code, i) => (code - 8) * COMPACT_RATIOS[choices[i >> 5]!]!);
  const squares = before.map((value, i) => (value - after[i]!) ** 2);
  const errors = Array.from({ length: choices.length }, (_, block) =>
    sum(squares.slice(block * 32, block * 32 + 32)),
  );
  return {
    before,
    after,
    errors,
    relative: Math.sqrt(sum(squares) / sum(before.map((value) => value ** 2))),
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("compactCodes", () => {
  it("has an error of 6.5 % for normally distributed weights, root mean square", () => {
    const { relative } = compare(normalBlocks(mulberry32(1)));
    expect(relative).toBeGreaterThan(0.06);
    expect(relative).toBeLessThan(0.067);
  });

  it("has an error of 7.1 % for equally frequent codes", () => {
    const random = mulberry32(2);
    const { relative } = compare(Uint8Array.from({ length: BLOCKS * 16 }, () => Math.floor(random() * 256)));
    expect(relative).toBeLessThan(0.073);
  });

  it("chooses the ratio with the least error for each block", () => {
    const blocks = normalBlocks(mulberry32(3));
    const { before, errors } = compare(blocks);
    for (const [block, error] of errors.entries()) {
      const values = before.slice(block * 32, block * 32 + 32);
      const least = Math.min(
        ...COMPACT_RATIOS.map((ratio) =>
          sum(
            values.map(
              (value) => (value - ratio * Math.max(-8, Math.min(7, Math.round(value / ratio)))) ** 2,
            ),
          ),
        ),
      );
      // The sums are in sixteenths, each term rounded.
      expect(error, `block ${block}`).toBeLessThanOrEqual(least + 32 / 16);
    }
    expect(errors.length).toBe(BLOCKS);
  });

  it("rounds nothing if no weight is larger than 3", () => {
    const small = [0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13];
    const random = mulberry32(4);
    const code = () => small[Math.floor(random() * small.length)]!;
    const { before, after } = compare(Uint8Array.from({ length: 1600 }, () => code() | (code() << 4)));
    expect(after.map((value) => value + 0)).toEqual(before.map((value) => value + 0));
  });

  it("treats both signs the same", () => {
    const blocks = normalBlocks(mulberry32(5));
    const { before, after } = compare(blocks);
    expect(Math.abs(sum(after) - sum(before)) / before.length).toBeLessThan(0.01);
  });
});
