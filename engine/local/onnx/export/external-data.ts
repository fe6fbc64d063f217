import { open, type FileHandle } from "node:fs/promises";
import type { ExternalTensor } from "./graph-builder.ts";

/**
 * Writes a model's external data file, each tensor at its offset, and syncs it to disk.
 *
 * `read` yields a tensor's bytes in pieces; `onBytes` is called for each. Throws if a tensor does not have its planned
 * size.
 */
export async function writeExternalData<Source>(
  path: string,
  tensors: readonly ExternalTensor<Source>[],
  read: (source: Source) => AsyncIterable<Uint8Array>,
  onBytes: (written: number) => void,
): Promise<void> {
  const file = await open(path, "wx");
  // A piece is written while the next one is read and converted.
  let writing = Promise.resolve();
  try {
    for (const tensor of tensors) {
      const end = tensor.offset + tensor.byteLength;
      let position = tensor.offset;
      for await (const piece of read(tensor.source)) {
        if (position + piece.length > end) throw new Error(`tensor ${tensor.name} is larger than planned`);
        await writing;
        writing = writeFully(file, piece, position);
        // Prevents an unhandled rejection; the error is thrown by the next await.
        writing.catch(() => {});
        position += piece.length;
        onBytes(piece.length);
      }
      if (position !== end) throw new Error(`tensor ${tensor.name} is smaller than planned`);
    }
    await writing;
    await file.sync();
  } finally {
    await writing.catch(() => {});
    await file.close();
  }
}

async function writeFully(file: FileHandle, piece: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < piece.length) {
    const { bytesWritten } = await file.write(piece, written, piece.length - written, position + written);
    written += bytesWritten;
  }
}
