import { CheckpointError } from "./checkpoint-error.ts";

/**
 * MXFP4 of the OCP Microscaling Formats (MX) Specification 1.0: blocks of 32 E2M1 elements (5.3.3) that
 * share one E8M0 scale (5.4.1).
 *
 * A checkpoint stores a matrix [experts, out, in] as `*_blocks` uint8 [experts, out, in/32, 16], two codes per
 * byte with the low nibble first, and `*_scales` uint8 [experts, out, in/32].
 */
export const MXFP4_BLOCK_SIZE = 32;

/** The quantization_config of such a checkpoint, as transformers and vLLM read it. */
export const MXFP4_CONFIG = {
  quant_method: "mxfp4",
  modules_to_not_convert: [
    "model.layers.*.self_attn",
    "model.layers.*.mlp.router",
    "model.embed_tokens",
    "lm_head",
  ],
};

/**
 * Twice the value of each E2M1 code, which is an integer. The values are 0, 0.5, 1, 1.5, 2, 3, 4, 6, and the
 * same with the sign bit (code 8 is minus zero).
 */
export const E2M1_DOUBLED: readonly number[] = [0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12];

/** Returns 2^(code - 127). Throws CheckpointError for code 255, which is NaN. */
export function decodeE8M0(code: number): number {
  if (code === 255) throw new CheckpointError("an MXFP4 scale is NaN");
  return 2 ** (code - 127);
}

/** Returns the `blocks.length * 2` values. `scales` has one code for every 16 bytes of `blocks`. */
export function decodeMxfp4(blocks: Uint8Array, scales: Uint8Array): Float64Array {
  if (blocks.length !== scales.length * (MXFP4_BLOCK_SIZE / 2)) {
    throw new CheckpointError("MXFP4 blocks and scales do not match in size");
  }
  const values = new Float64Array(blocks.length * 2);
  for (const [block, code] of scales.entries()) {
    const halfScale = decodeE8M0(code) / 2;
    for (let i = block * 16; i < block * 16 + 16; i += 1) {
      const byte = blocks[i]!;
      values[i * 2] = E2M1_DOUBLED[byte & 15]! * halfScale;
      values[i * 2 + 1] = E2M1_DOUBLED[byte >> 4]! * halfScale;
    }
  }
  return values;
}
