import type { ExpandedFile } from "../checkpoint/expanded-file.ts";
import type { TensorTarget } from "./model-weights.ts";
import { GPUBufferUsage, GPUMapMode } from "./open-gpu.ts";

const PIECE_BYTES = 32 * 1024 * 1024;
/** Pieces loaded at the same time: as many as Node has threads for reading files. */
const PIECES_IN_FLIGHT = 4;

interface Piece {
  readonly target: TensorTarget;
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads the tensors of a checkpoint from disk into memory that the GPU copies from. The memory used does not depend on
 * the size of the checkpoint. Throws CheckpointError.
 */
export async function uploadWeights(
  device: GPUDevice,
  checkpoint: ExpandedFile,
  targets: readonly TensorTarget[],
  onBytes: (uploaded: number) => void,
): Promise<void> {
  const pieces = piecesOf(targets);
  await Promise.all(
    Array.from({ length: PIECES_IN_FLIGHT }, async () => {
      const staging = device.createBuffer({
        size: PIECE_BYTES,
        usage: GPUBufferUsage.MAP_WRITE | GPUBufferUsage.COPY_SRC,
      });
      for (let piece = pieces.next(); piece.done !== true; piece = pieces.next()) {
        const { target, begin, end } = piece.value;
        await staging.mapAsync(GPUMapMode.WRITE);
        await checkpoint.readInto(
          target.tensor,
          begin,
          new Uint8Array(staging.getMappedRange(), 0, end - begin),
        );
        staging.unmap();
        const encoder = device.createCommandEncoder();
        encoder.copyBufferToBuffer(staging, 0, target.buffer, target.offset + begin, copyLength(end - begin));
        device.queue.submit([encoder.finish()]);
        onBytes(end - begin);
      }
      staging.destroy();
    }),
  );
  await device.queue.onSubmittedWorkDone();
}

function* piecesOf(targets: readonly TensorTarget[]): Generator<Piece> {
  for (const target of targets) {
    for (let begin = 0; begin < target.byteLength; begin += PIECE_BYTES) {
      yield { target, begin, end: Math.min(begin + PIECE_BYTES, target.byteLength) };
    }
  }
}

/** WebGPU copies multiples of 4 bytes; buffers have room for the padding. */
function copyLength(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}
