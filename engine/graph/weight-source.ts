import type { GptOssConfig } from "../checkpoint/config.ts";
import { CheckpointError } from "../checkpoint/checkpoint-error.ts";
import { bfloat16ToFloat32, float32ToFloat16 } from "../checkpoint/half-floats.ts";
import { decodeE8M0, E2M1_DOUBLED } from "../checkpoint/mxfp4.ts";
import type { SafetensorsCheckpoint } from "../checkpoint/safetensors.ts";
import { ropeRows } from "./rope.ts";

/** Type of the hidden states and of every weight that is not quantized. */
export type Activation = "float32" | "float16";

/**
 * Where the bytes of an external tensor come from.
 *
 * - `bfloat16`: the named tensors one behind the other. Exact in float32, rounded in float16.
 * - `mxfp4-codes` and `mxfp4-scales`: MXFP4 as the 8-bit weights of QMoE. Twice an E2M1 value is a whole
 *   number from -12 to 12; it is stored with the operator's zero point of 128, and its scale is half of
 *   the block's: nothing is rounded.
 * - `rope`: the rotary cache.
 */
export type WeightSource =
  | { readonly kind: "bfloat16"; readonly tensors: readonly string[] }
  | { readonly kind: "mxfp4-codes"; readonly tensor: string }
  | { readonly kind: "mxfp4-scales"; readonly tensor: string }
  | { readonly kind: "rope"; readonly part: "cos" | "sin"; readonly positions: number };

/** Bounds the memory of an export; a multiple of every element size. */
const CHUNK_BYTES = 1 << 22;

const QMOE_ZERO_POINT = 128;

/** For each byte of `*_blocks`, the two QMoE bytes it becomes, the low nibble's first in memory. */
const CODE_PAIRS = Uint16Array.from({ length: 256 }, (_, byte) => {
  const low = E2M1_DOUBLED[byte & 15]! + QMOE_ZERO_POINT;
  const high = E2M1_DOUBLED[byte >> 4]! + QMOE_ZERO_POINT;
  return low | (high << 8);
});

/** For each E8M0 code but NaN's, half of the scale it stands for. */
const HALF_SCALES = Float64Array.from({ length: 255 }, (_, code) => decodeE8M0(code) / 2);

/** The bytes of a source, in pieces of a few megabytes. Throws CheckpointError. */
export async function* readWeight(
  source: WeightSource,
  activation: Activation,
  config: GptOssConfig,
  checkpoint: SafetensorsCheckpoint,
): AsyncGenerator<Uint8Array> {
  switch (source.kind) {
    case "bfloat16":
      for (const tensor of source.tensors) {
        for await (const piece of checkpoint.stream(tensor, CHUNK_BYTES))
          yield convertBfloat16(piece, activation);
      }
      break;
    case "mxfp4-codes":
      for await (const piece of checkpoint.stream(source.tensor, CHUNK_BYTES)) {
        yield convertCodes(piece);
      }
      break;
    case "mxfp4-scales":
      for await (const piece of checkpoint.stream(source.tensor, CHUNK_BYTES)) {
        yield convertScales(piece, activation, source.tensor);
      }
      break;
    case "rope": {
      const rowsPerPiece = Math.max(1, Math.floor(CHUNK_BYTES / (config.headDim * 4)));
      for (let begin = 0; begin < source.positions; begin += rowsPerPiece) {
        const end = Math.min(begin + rowsPerPiece, source.positions);
        yield asActivation(ropeRows(config, source.part, begin, end), activation);
      }
      break;
    }
    default:
      source satisfies never;
  }
}

/** bfloat16 bits in memory order (checkpoints and all hosts of Node in use are little-endian). */
function convertBfloat16(piece: Uint8Array, activation: Activation): Uint8Array {
  const bits = new Uint16Array(piece.buffer, piece.byteOffset, piece.byteLength / 2);
  if (activation === "float32") {
    const converted = new Uint32Array(bits.length);
    for (let i = 0; i < bits.length; i += 1) converted[i] = bits[i]! << 16;
    return asBytes(converted);
  }
  const converted = new Uint16Array(bits.length);
  for (let i = 0; i < bits.length; i += 1) converted[i] = float32ToFloat16(bfloat16ToFloat32(bits[i]!));
  return asBytes(converted);
}

function convertCodes(blocks: Uint8Array): Uint8Array {
  const pairs = new Uint16Array(blocks.length);
  for (let i = 0; i < blocks.length; i += 1) pairs[i] = CODE_PAIRS[blocks[i]!]!;
  return asBytes(pairs);
}

/** float16 has no 2^16, and a block that far down is zero beside any other: those scales underflow to 0. */
function convertScales(codes: Uint8Array, activation: Activation, tensor: string): Uint8Array {
  const largest = activation === "float16" ? 2 ** 15 : 2 ** 127;
  const scales = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i += 1) {
    const scale = HALF_SCALES[codes[i]!];
    if (scale === undefined || scale > largest) {
      throw new CheckpointError(`tensor ${tensor}: an MXFP4 scale is NaN or too large for ${activation}`);
    }
    scales[i] = scale;
  }
  return asActivation(scales, activation);
}

function asActivation(values: Float64Array, activation: Activation): Uint8Array {
  return asBytes(
    activation === "float32" ? Float32Array.from(values) : Uint16Array.from(values, float32ToFloat16),
  );
}

function asBytes(values: Uint16Array | Uint32Array | Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
