import { open } from "node:fs/promises";
import type { TensorSpec } from "./tensor-names.ts";

const CHUNK_BYTES = 1 << 22;

export interface TensorToWrite extends TensorSpec {
  readonly name: string;
  /** Returns the tensor's data in consecutive pieces. Called once. */
  readonly pieces: () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** Yields pieces of whole elements, filled when they are written. */
export function* filledPieces(spec: TensorSpec, fill: (piece: Uint8Array) => void): Generator<Uint8Array> {
  const length = byteLength(spec);
  for (let begin = 0; begin < length; begin += CHUNK_BYTES) {
    const piece = new Uint8Array(Math.min(CHUNK_BYTES, length - begin));
    fill(piece);
    yield piece;
  }
}

/** Writes a new safetensors file in pieces, and syncs it to disk. Throws if a tensor's pieces do not have its size. */
export async function writeSafetensors(
  path: string,
  tensors: readonly TensorToWrite[],
  onBytes: (written: number) => void,
): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(encodeHeader(tensors));
    for (const tensor of tensors) {
      let missing = byteLength(tensor);
      for await (const piece of tensor.pieces()) {
        await file.writeFile(piece);
        onBytes(piece.length);
        missing -= piece.length;
      }
      if (missing !== 0) throw new Error(`tensor ${tensor.name} does not have the size of its shape`);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

export function byteLength({ dtype, shape }: TensorSpec): number {
  return shape.reduce((product, size) => product * size, dtype === "BF16" ? 2 : 1);
}

function encodeHeader(tensors: readonly TensorToWrite[]): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  let offset = 0;
  for (const tensor of tensors) {
    const end = offset + byteLength(tensor);
    header[tensor.name] = { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = JSON.stringify(header);
  // The data section starts at a multiple of 8: the format pads the header with spaces.
  const padded = new TextEncoder().encode(json + " ".repeat((8 - (json.length % 8)) % 8));
  const bytes = new Uint8Array(8 + padded.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded.length), true);
  bytes.set(padded, 8);
  return bytes;
}
