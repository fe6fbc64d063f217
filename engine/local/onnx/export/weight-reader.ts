import type { GptOssConfig } from "../../checkpoint/config.ts";
import { rowScales } from "../../checkpoint/expanded-rows.ts";
import type { TensorSource } from "../../checkpoint/tensor-source.ts";
import { asActivation } from "./as-activation.ts";
import { BlockScales } from "./block-scales.ts";
import { COMPACT_RATIOS, compactCodes } from "./compact-codes.ts";
import { convertBfloat16 } from "./convert-bfloat16.ts";
import { exactCodes } from "./exact-codes.ts";
import type { Precision } from "./precision.ts";
import { ropeRows } from "../../checkpoint/rope.ts";
import type { Activation, Rows, WeightSource } from "./weight-source.ts";

/** Bounds the memory of an export; a multiple of every element size and of an MXFP4 block. */
const CHUNK_BYTES = 1 << 22;

/** Reads the weights of a checkpoint in the formats of the model's graph. */
export class WeightReader {
  readonly #config: GptOssConfig;
  readonly #checkpoint: TensorSource;
  readonly #activation: Activation;
  readonly #precision: Precision;
  readonly #scales: BlockScales;
  /** Each block's ratio, for compact tensors whose codes have been read but not yet their scales. */
  readonly #choices = new Map<string, Uint8Array>();

  constructor(
    config: GptOssConfig,
    checkpoint: TensorSource,
    form: { readonly activation: Activation; readonly precision: Precision },
  ) {
    this.#config = config;
    this.#checkpoint = checkpoint;
    this.#activation = form.activation;
    this.#precision = form.precision;
    this.#scales = new BlockScales(form.precision === "exact" ? [1] : COMPACT_RATIOS, form.activation);
  }

  /**
   * Yields the bytes of a source in pieces of a few megabytes. The codes of an expert tensor must be read before its
   * scales, which depend on them. Throws CheckpointError.
   */
  async *read(source: WeightSource): AsyncGenerator<Uint8Array> {
    switch (source.kind) {
      case "bfloat16":
        for (const tensor of source.tensors) {
          for await (const piece of this.#checkpoint.stream(tensor, CHUNK_BYTES)) {
            yield convertBfloat16(piece, this.#activation);
          }
        }
        break;
      case "raw":
        yield* this.#checkpoint.stream(source.tensor, CHUNK_BYTES);
        break;
      case "expert-codes":
        yield* this.#precision === "exact"
          ? this.#exactCodes(source.blocks)
          : this.#compactCodes(source.blocks);
        break;
      case "expert-scales":
        yield* this.#expertScales(source.scales, this.#choices.get(source.blocks));
        this.#choices.delete(source.blocks);
        break;
      case "dense-codes":
        yield exactCodes(await this.#rows(source.blocks, source.rows));
        break;
      case "dense-scales":
        // The codes of the only expert are exact, whatever the precision of others.
        yield new BlockScales([1], this.#activation).convert(
          await this.#rows(source.scales, source.rows),
          source.scales,
        );
        break;
      case "dense-bias":
        yield convertBfloat16(await this.#rows(source.bias, source.rows), this.#activation);
        break;
      case "row-codes":
        for (const tensor of source.tensors) yield* this.#rowCodes(tensor);
        break;
      case "row-scales":
        for (const tensor of source.tensors) {
          yield asActivation(
            repeated(await rowScales(this.#checkpoint, tensor), source.repeat),
            this.#activation,
          );
        }
        break;
      case "rope":
        yield* this.#rope(source.part, source.positions);
        break;
      default:
        source satisfies never;
    }
  }

  /** Reads the selected rows of an expert's tensor [1, rows, ...] into memory. */
  async #rows(tensor: string, rows: Rows): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.#checkpoint.stream(tensor, CHUNK_BYTES)) pieces.push(piece.slice());
    const all = new Uint8Array(Buffer.concat(pieces));
    if (rows === "all") return all;
    const count = this.#checkpoint.describe(tensor).shape[1]!;
    const width = all.length / count;
    const selected = new Uint8Array(all.length / 2);
    for (let row = 0; row < count / 2; row += 1) {
      const from = (2 * row + (rows === "odd" ? 1 : 0)) * width;
      selected.set(all.subarray(from, from + width), row * width);
    }
    return selected;
  }

  /** Converts int8 to MatMulNBits' 8 bits: unsigned, with the zero point 128. */
  async *#rowCodes(tensor: string): AsyncGenerator<Uint8Array> {
    for await (const piece of this.#checkpoint.stream(tensor, CHUNK_BYTES)) {
      yield piece.map((code) => code ^ 0x80);
    }
  }

  async *#exactCodes(blocks: string): AsyncGenerator<Uint8Array> {
    for await (const piece of this.#checkpoint.stream(blocks, CHUNK_BYTES)) yield exactCodes(piece);
  }

  async *#compactCodes(blocks: string): AsyncGenerator<Uint8Array> {
    const { shape } = this.#checkpoint.describe(blocks);
    const all = new Uint8Array(shape.reduce((product, size) => product * size, 1 / 16));
    let seen = 0;
    for await (const piece of this.#checkpoint.stream(blocks, CHUNK_BYTES)) {
      const { codes, choices } = compactCodes(piece);
      all.set(choices, seen);
      seen += choices.length;
      yield codes;
    }
    this.#choices.set(blocks, all);
  }

  async *#expertScales(scales: string, choices: Uint8Array | undefined): AsyncGenerator<Uint8Array> {
    let seen = 0;
    for await (const piece of this.#checkpoint.stream(scales, CHUNK_BYTES)) {
      yield this.#scales.convert(piece, scales, choices?.subarray(seen, seen + piece.length));
      seen += piece.length;
    }
  }

  *#rope(part: "cos" | "sin", positions: number): Generator<Uint8Array> {
    const rowsPerPiece = Math.max(1, Math.floor(CHUNK_BYTES / (this.#config.headDim * 4)));
    for (let begin = 0; begin < positions; begin += rowsPerPiece) {
      const end = Math.min(begin + rowsPerPiece, positions);
      yield asActivation(ropeRows(this.#config, part, begin, end), this.#activation);
    }
  }
}

function repeated(values: Float32Array, times: number): Float32Array {
  if (times === 1) return values;
  const all = new Float32Array(values.length * times);
  for (const [i, value] of values.entries()) all.fill(value, i * times, (i + 1) * times);
  return all;
}
