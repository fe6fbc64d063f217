import { CheckpointError } from "./checkpoint-error.ts";
import type { GptOssConfig } from "./config.ts";
import { quantizeTransposed } from "./quantize-mxfp4.ts";
import type { SafetensorsCheckpoint } from "./safetensors.ts";
import { layerTensorNames, type MatrixFormat, tensorSpecs, type TensorSpec } from "./tensor-names.ts";
import type { TensorSource } from "./tensor-source.ts";

/**
 * Presents a checkpoint's bfloat16 experts as MXFP4.
 *
 * Each tensor of scales can be read once, after its blocks. Memory holds two matrices, and the scales not yet read.
 */
export class QuantizedExperts implements TensorSource {
  readonly #checkpoint: SafetensorsCheckpoint;
  readonly #specs: ReadonlyMap<string, TensorSpec>;
  /** The bfloat16 tensor for each tensor of blocks. */
  readonly #matrices = new Map<string, string>();
  /** The scales, by the name of their tensor. */
  readonly #scales = new Map<string, Uint8Array[]>();

  constructor(config: GptOssConfig, checkpoint: SafetensorsCheckpoint, matrices: MatrixFormat) {
    this.#checkpoint = checkpoint;
    this.#specs = tensorSpecs(config, "mxfp4", matrices);
    for (let layer = 0; layer < config.numHiddenLayers; layer += 1) {
      const { gateUp, down } = layerTensorNames(layer);
      for (const { blocks, matrix } of [gateUp, down]) this.#matrices.set(blocks, matrix);
    }
  }

  describe(name: string): TensorSpec {
    const spec = this.#specs.get(name);
    if (spec === undefined) throw new CheckpointError(`the checkpoint lacks tensor ${name}`);
    return spec;
  }

  async *stream(name: string, chunkBytes: number): AsyncGenerator<Uint8Array> {
    const matrix = this.#matrices.get(name);
    if (matrix !== undefined) {
      for await (const blocks of this.#quantize(matrix)) yield* pieces(blocks, chunkBytes);
    } else if (this.describe(name).dtype === "U8") {
      for (const scales of this.#scales.get(name) ?? []) yield* pieces(scales, chunkBytes);
      this.#scales.delete(name);
    } else {
      yield* this.#checkpoint.stream(name, chunkBytes);
    }
  }

  /** Yields the blocks expert by expert. */
  async *#quantize(name: string): AsyncGenerator<Uint8Array> {
    const [, inputs, outputs] = this.#checkpoint.describe(name).shape as [number, number, number];
    const all: Uint8Array[] = [];
    for await (const bytes of this.#checkpoint.stream(name, 2 * inputs * outputs)) {
      const matrix = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
      const { blocks, scales } = quantizeTransposed(matrix, inputs, name);
      all.push(scales);
      yield blocks;
    }
    this.#scales.set(`${name}_scales`, all);
  }
}

function* pieces(bytes: Uint8Array, chunkBytes: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}
