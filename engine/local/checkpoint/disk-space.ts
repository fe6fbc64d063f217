import { statfs } from "node:fs/promises";
import { CheckpointError } from "./checkpoint-error.ts";

/** Nothing is wrong with the checkpoint: what was to be written does not fit on the disk. */
export class NoRoomError extends CheckpointError {}

/** What a user may still write to the file system of `directory`. */
export async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/** Throws NoRoomError, with the figures, if the file system of `directory` lacks room for `bytes`. */
export async function requireSpace(directory: string, bytes: number): Promise<void> {
  const free = await freeBytes(directory);
  if (free < bytes) {
    throw new NoRoomError(
      `not enough room for ${directory}: ${gigabytes(bytes)} are needed, ${gigabytes(free)} are free`,
    );
  }
}

/** What a failed write means to the user, where it means more than it says. */
export function explainFullDisk(error: unknown, directory: string): unknown {
  if ((error as NodeJS.ErrnoException | null)?.code !== "ENOSPC") return error;
  return new NoRoomError(`the disk of ${directory} became full; nothing was kept`, { cause: error });
}

function gigabytes(bytes: number): string {
  return bytes < 1e7 ? `${bytes} bytes` : `${(bytes / 1e9).toFixed(2)} GB`;
}
