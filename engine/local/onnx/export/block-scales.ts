import { CheckpointError } from "../../checkpoint/checkpoint-error.ts";
import { float32ToFloat16 } from "../../checkpoint/half-floats.ts";
import { decodeE8M0 } from "../../checkpoint/mxfp4.ts";
import type { Activation } from "./weight-source.ts";

/** The codes of E8M0 but the last, which is NaN. */
const FINITE_CODES = 255;

/**
 * Turns E8M0 codes into the scales of quantized weights: half of what the code stands for, times one of `ratios`.
 * float16 has no 2^16, and a block that far down is zero beside any other: small scales underflow to 0 there.
 */
export class BlockScales {
  readonly #activation: Activation;
  /** Of each ratio and code, the bits of the scale. */
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

  /** `choices` has the place of each block's ratio; without it all have the first. Throws CheckpointError. */
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
