import { bfloat16ToFloat32, float32ToBfloat16 } from "./half-floats.ts";
import { scaleName, type TensorSpec } from "./tensor-names.ts";
import type { TensorSource } from "./tensor-source.ts";

/** Presents int8 matrices as bfloat16, for devices without int8 kernels. Code times scale is rounded to bfloat16. */
export class ExpandedRows implements TensorSource {
  readonly #tensors: TensorSource;

  constructor(tensors: TensorSource) {
    this.#tensors = tensors;
  }

  describe(name: string): TensorSpec {
    const { dtype, shape } = this.#tensors.describe(name);
    return { dtype: dtype === "U8" ? "U8" : "BF16", shape };
  }

  async *stream(name: string, chunkBytes: number): AsyncGenerator<Uint8Array> {
    const { dtype, shape } = this.#tensors.describe(name);
    if (dtype !== "I8") {
      yield* this.#tensors.stream(name, chunkBytes);
      return;
    }
    const scales = await rowScales(this.#tensors, name);
    let at = 0;
    // A code becomes two bytes.
    for await (const codes of this.#tensors.stream(name, Math.max(16, chunkBytes / 2))) {
      const values = new Uint16Array(codes.length);
      expandCodes(codes, at, shape[1]!, scales, values);
      at += codes.length;
      yield new Uint8Array(values.buffer);
    }
  }
}

/**
 * Multiplies `codes`, which begin at element `first` of a row-major matrix, by the scales of their rows, and writes the
 * products to `values` as bfloat16.
 */
export function expandCodes(
  codes: Uint8Array,
  first: number,
  columns: number,
  scales: Float32Array,
  values: Uint16Array,
): void {
  for (let i = 0; i < codes.length; i += 1) {
    const code = (codes[i]! << 24) >> 24;
    values[i] = float32ToBfloat16(code * scales[Math.floor((first + i) / columns)]!);
  }
}

/** Reads the scale of each row of an int8 matrix. Throws CheckpointError. */
export async function rowScales(tensors: TensorSource, matrix: string): Promise<Float32Array> {
  const name = scaleName(matrix);
  const scales = new Float32Array(tensors.describe(name).shape[0]!);
  let at = 0;
  for await (const piece of tensors.stream(name, 1 << 20)) {
    for (let i = 0; i < piece.length; i += 2, at += 1) {
      scales[at] = bfloat16ToFloat32(piece[i]! | (piece[i + 1]! << 8));
    }
  }
  return scales;
}
