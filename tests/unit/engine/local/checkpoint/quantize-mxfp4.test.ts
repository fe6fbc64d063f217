import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "../../../../../engine/local/checkpoint/checkpoint-error.ts";
import { bfloat16ToFloat32, float32ToBfloat16 } from "../../../../../engine/local/checkpoint/half-floats.ts";
import { decodeMxfp4 } from "../../../../../engine/local/checkpoint/mxfp4.ts";
import { quantizeTransposed } from "../../../../../engine/local/checkpoint/quantize-mxfp4.ts";

/** E2M1's magnitudes; those at even indices have an even fraction. */
const MAGNITUDES = [0, 0.5, 1, 1.5, 2, 3, 4, 6];

/** Section 6.3 of the specification, literally, for one block of 32 values. */
function quantizeBlock(values: readonly number[]): number[] {
  const largest = Math.max(...values.map(Math.abs));
  // The exponent field of the float64: Math.log2 rounds.
  const bits = new DataView(Float64Array.of(largest).buffer).getBigUint64(0, true);
  const floor = Number((bits >> 52n) & 0x7ffn) - 1023;
  const scale = 2 ** Math.max(-127, floor - 2);
  return values.map((value) => {
    const magnitude = Math.min(6, Math.abs(value) / scale);
    const distance = (place: number) => Math.abs(MAGNITUDES[place]! - magnitude);
    const places = MAGNITUDES.map((_, place) => place).toSorted(
      (a, b) => distance(a) - distance(b) || (a % 2) - (b % 2),
    );
    return Math.sign(value) * MAGNITUDES[places[0]!]! * scale;
  });
}

/** [in, out] as the bits of bfloat16. */
const asBits = (values: ArrayLike<number>) => Uint16Array.from(values, float32ToBfloat16);

function transpose<T>(matrix: readonly T[], columns: number): T[] {
  const rows = matrix.length / columns;
  return Array.from(matrix, (_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)]!);
}

function decoded(matrix: Uint16Array, inputs: number): number[] {
  const { blocks, scales } = quantizeTransposed(matrix, inputs, "t");
  return [...decodeMxfp4(blocks, scales)].map((value) => value + 0);
}

describe("quantizeTransposed", () => {
  it("gives each block its scale and each weight its nearest value, and transposes the matrix", () => {
    const normal = fc.record({
      exponent: fc.oneof(fc.integer({ min: 1, max: 254 }), fc.integer({ min: 120, max: 130 })),
      fraction: fc.integer({ min: 0, max: 127 }),
      sign: fc.integer({ min: 0, max: 1 }),
    });
    const bits = fc.oneof(
      fc.constant(0),
      normal.map(({ exponent, fraction, sign }) => (sign << 15) | (exponent << 7) | fraction),
    );
    const matrices = fc
      .record({ blocks: fc.integer({ min: 1, max: 2 }), outputs: fc.integer({ min: 1, max: 3 }) })
      .chain(({ blocks, outputs }) => {
        const length = 32 * blocks * outputs;
        return fc.record({
          inputs: fc.constant(32 * blocks),
          outputs: fc.constant(outputs),
          bits: fc.array(bits, { minLength: length, maxLength: length }),
        });
      });
    fc.assert(
      fc.property(matrices, ({ inputs, outputs, bits: matrix }) => {
        const rows = transpose(matrix.map(bfloat16ToFloat32), outputs);
        const expected = [];
        for (let at = 0; at < rows.length; at += 32) expected.push(...quantizeBlock(rows.slice(at, at + 32)));
        expect(decoded(Uint16Array.from(matrix), inputs)).toEqual(expected.map((value) => value + 0));
      }),
      { numRuns: 300 },
    );
  });

  it("rounds ties to even, and larger values to 6", () => {
    const values = [4, 0.25, 0.75, 1.25, 1.75, 2.5, 3.5, 5, -5, 7.5, -0.2, 0.26];
    const block = [...values, ...Array<number>(32 - values.length).fill(0)];
    expect(decoded(asBits(block), 32).slice(0, values.length)).toEqual([
      4, 0, 1, 1, 2, 2, 4, 4, -4, 6, 0, 0.5,
    ]);
  });

  it("does not change weights that were MXFP4", () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const codes = fc.array(fc.integer({ min: 3, max: 250 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(bytes, codes, (blocks, scales) => {
        const before = [...decodeMxfp4(blocks, Uint8Array.from(scales))].map((value) => value + 0);
        expect(decoded(asBits(transpose(before, 64)), 64)).toEqual(before);
        expect(decoded(asBits(transpose(before, 32)), 32)).toEqual(before);
      }),
    );
  });

  it.each([Infinity, -Infinity, NaN])("rejects %d, naming the tensor", (value) => {
    const block = Array<number>(64).fill(1);
    block[40] = value;
    expect(() => quantizeTransposed(asBits(block), 32, "some.tensor")).toThrow(CheckpointError);
    expect(() => quantizeTransposed(asBits(block), 32, "some.tensor")).toThrow("some.tensor");
  });
});
