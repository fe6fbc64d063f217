import { E2M1_DOUBLED } from "../../checkpoint/mxfp4.ts";

/** QMoE subtracts this from an 8-bit code. */
const ZERO_POINT = 128;

/** The four QMoE bytes for each pair of bytes of `*_blocks`, in memory order. */
let quadruples: Int32Array | undefined;

/**
 * Converts MXFP4 codes to QMoE's 8-bit weights, exactly.
 *
 * Twice an E2M1 value is an integer from -12 to 12, so half of the block's scale represents it without rounding. The
 * length of `blocks` must be even.
 */
export function exactCodes(blocks: Uint8Array): Uint8Array {
  quadruples ??= Int32Array.from({ length: 1 << 16 }, (_, pair) => {
    let bytes = 0;
    for (let i = 0; i < 4; i += 1) {
      bytes |= (E2M1_DOUBLED[(pair >>> (4 * i)) & 15]! + ZERO_POINT) << (8 * i);
    }
    return bytes;
  });
  const pairs = new Uint16Array(blocks.buffer, blocks.byteOffset, blocks.length / 2);
  const converted = new Int32Array(pairs.length);
  for (let i = 0; i < pairs.length; i += 1) converted[i] = quadruples[pairs[i]!]!;
  return new Uint8Array(converted.buffer);
}
