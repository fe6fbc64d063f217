import { E2M1_DOUBLED } from "../../checkpoint/mxfp4.ts";

/** What QMoE subtracts from an 8-bit weight. */
const ZERO_POINT = 128;

/** Of two bytes of `*_blocks`, the four QMoE bytes they become, in the order of memory. */
let quadruples: Int32Array | undefined;

/**
 * MXFP4 codes as QMoE's 8-bit weights: twice an E2M1 value is a whole number from -12 to 12, so under half of the
 * block's scale nothing is rounded. `blocks` is a multiple of two bytes.
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
