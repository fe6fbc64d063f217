import { CheckpointError } from "./checkpoint-error.ts";
import { MXFP4_BLOCK_SIZE } from "./mxfp4.ts";

/** Masks of a bfloat16: all bits except the sign, and the exponent, which is all ones for infinity and NaN. */
const MAGNITUDE = 0x7fff;
const EXPONENT = 0x7f80;

/** The bits of 1, and of the smallest magnitude that is not rounded to 0. Adjacent exponents differ by 128. */
const ONE = 0x3f80;
const QUARTER = ONE - 2 * 128;

/** The exponent of the largest E2M1 value, 6. */
const LARGEST_EXPONENT = 2;

/** E2M1 codes of the bfloat16 magnitudes from 0.25 to below 8: to nearest, ties to even, larger ones to 6. */
const CODES = Uint8Array.from({ length: 5 * 128 }, (_, step) => {
  const exponent = (step >> 7) - 2;
  return nearestE2M1((1 + (step & 127) / 128) * 2 ** exponent);
});

export interface Mxfp4Matrix {
  /** [out, in / 32, 16] */
  readonly blocks: Uint8Array;
  /** [out, in / 32] */
  readonly scales: Uint8Array;
}

/**
 * Quantizes a bfloat16 matrix [in, out] to MXFP4 [out, in].
 *
 * Follows section 6.3 of the OCP Microscaling Formats (MX) Specification 1.0: a block's scale is the power of two of
 * its largest magnitude divided by the largest power of two of E2M1, elements are rounded to nearest with ties to even,
 * and larger ones become 6. Weights that were MXFP4 before they were bfloat16 are restored exactly. Subnormal numbers,
 * below 2^-126, become 0. Throws CheckpointError, naming the tensor, for infinity and NaN.
 */
export function quantizeTransposed(matrix: Uint16Array, inputs: number, tensor: string): Mxfp4Matrix {
  const outputs = matrix.length / inputs;
  const blocksPerRow = inputs / MXFP4_BLOCK_SIZE;
  const blocks = new Uint8Array(matrix.length / 2);
  const scales = new Uint8Array(matrix.length / MXFP4_BLOCK_SIZE);
  // The matrix is row-major, so that 32 consecutive rows stay in the cache for all outputs.
  for (let block = 0; block < blocksPerRow; block += 1) {
    const first = block * MXFP4_BLOCK_SIZE * outputs;
    const end = first + MXFP4_BLOCK_SIZE * outputs;
    for (let output = 0; output < outputs; output += 1) {
      let largest = 0;
      for (let at = first + output; at < end; at += outputs) {
        largest = Math.max(largest, matrix[at]! & MAGNITUDE);
      }
      if (largest >= EXPONENT) {
        throw new CheckpointError(`tensor ${tensor} has a weight that is infinite or not a number`);
      }
      const scale = Math.max(0, (largest >> 7) - LARGEST_EXPONENT);
      const index = output * blocksPerRow + block;
      scales[index] = scale;
      // Dividing by the scale, a power of two, reduces the exponent.
      const offset = (scale << 7) - 127 * 128 + QUARTER;
      let byte = index * 16;
      for (let at = first + output; at < end; at += 2 * outputs) {
        blocks[byte++] = code(matrix[at]!, offset) | (code(matrix[at + outputs]!, offset) << 4);
      }
    }
  }
  return { blocks, scales };
}

function code(bits: number, offset: number): number {
  const magnitude = bits & MAGNITUDE;
  const step = magnitude - offset;
  return ((bits >> 12) & 8) | (step < 0 || magnitude < 128 ? 0 : CODES[step]!);
}

function nearestE2M1(magnitude: number): number {
  const values = [0, 0.5, 1, 1.5, 2, 3, 4, 6];
  let best = 0;
  for (const [code, value] of values.entries()) {
    const [distance, least] = [Math.abs(value - magnitude), Math.abs(values[best]! - magnitude)];
    if (distance < least || (distance === least && code % 2 === 0)) best = code;
  }
  return best;
}
