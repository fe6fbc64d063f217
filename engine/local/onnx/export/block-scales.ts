import { CheckpointError } from "../../checkpoint/checkpoint-error.ts";
import { float32ToFloat16 } from "../../checkpoint/half-floats.ts";
import { decodeE8M0 } from "../../checkpoint/mxfp4.ts";
import type { Activation } from "./weight-source.ts";

/** The number of E8M0 codes without the last, which is NaN. */
const FINITE_CODES = 255;

/**
 * Converts E8M0 codes to the scales of quantized weights: half of the code's value, times one of `ratios`.
 *
 * Scales too large for float16 are an error. Scales too small for it become 0: such a block is negligible.
 */
export class BlockScales {
  readonly #activation: Activation;
  /** The bits of the scale, by ratio and code. */
  readonly #bits: Uint32Array | Uint16Array;
  /** The largest code whose scales are all finite. */
  readonly #largest: number;

  constructor(ratios: readonly number[], activation: Activation) {
    this.#activation = activation;
    const largestScale = activation === "float16" ? 65_504 : 2 ** 127;
    const largestRatio = Math.max(...ratios.map(Math.abs));
    const scales = new Float32Array(ratios.length * 256);
    let largest = 0;
    for (let code = 0; code < FINITE_CODES; code += 1) {
      const half = decodeE8M0(code) / 2;
      if (half * largestRatio <= largestScale) largest = code;
      for (const [r, ratio] of ratios.entries()) scales[r * 256 + code] = half * ratio;
    }
    this.#largest = largest;
    this.#bits =
      activation === "float32" ? new Uint32Array(scales.buffer) : Uint16Array.from(scales, float32ToFloat16);
  }

  /** `choices` has the index of each block's ratio; without it all use the first. Throws CheckpointError. */
  convert(codes: Uint8Array, tensor: string, choices?: Uint8Array): Uint8Array {
    const bits = this.#bits;
    const converted =
      this.#activation === "float32" ? new Uint32Array(codes.length) : new Uint16Array(codes.length);
    let largest = 0;
    for (let i = 0; i < codes.length; i += 1) {
      const code = codes[i]!;
      if (code > largest) largest = code;
      converted[i] = bits[choices === undefined ? code : (choices[i]! << 8) | code]!;
    }
    if (largest > this.#largest) {
      throw new CheckpointError(
        `tensor ${tensor}: an MXFP4 scale is NaN or too large for ${this.#activation}`,
      );
    }
    return new Uint8Array(converted.buffer);
  }
}
