import { expandCodes, rowScales } from "./expanded-rows.ts";
import type { SafetensorsCheckpoint } from "./safetensors.ts";

/** Reads ranges of a checkpoint's tensors, and converts int8 matrices to bfloat16. */
export class ExpandedFile {
  readonly #files: SafetensorsCheckpoint;
  readonly #scales = new Map<string, Promise<Float32Array>>();

  constructor(files: SafetensorsCheckpoint) {
    this.#files = files;
  }

  /**
   * Fills `target` with a tensor's bytes from `begin`; of an int8 matrix, bytes of its bfloat16 form. Throws
   * CheckpointError.
   */
  async readInto(name: string, begin: number, target: Uint8Array): Promise<void> {
    const { dtype, shape } = this.#files.describe(name);
    if (dtype !== "I8") {
      await this.#files.readInto(name, begin, target);
      return;
    }
    const codes = new Uint8Array(target.length / 2);
    await this.#files.readInto(name, begin / 2, codes);
    const values = new Uint16Array(codes.length);
    expandCodes(codes, begin / 2, shape[1]!, await this.#scalesOf(name), values);
    target.set(new Uint8Array(values.buffer));
  }

  #scalesOf(name: string): Promise<Float32Array> {
    let scales = this.#scales.get(name);
    if (scales === undefined) {
      scales = rowScales(this.#files, name);
      this.#scales.set(name, scales);
    }
    return scales;
  }
}
