import { statfs } from "node:fs/promises";
import { CheckpointError } from "./checkpoint-error.ts";

/** Throws CheckpointError, with the figures, if the file system of `directory` lacks room for `bytes`. */
export async function requireSpace(directory: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  const free = bavail * bsize;
  if (free < bytes) {
    throw new CheckpointError(
      `not enough room for ${directory}: ${gigabytes(bytes)} are needed, ${gigabytes(free)} are free`,
    );
  }
}

/** What a failed write means to the user, where it means more than it says. */
export function explainFullDisk(error: unknown, directory: string): unknown {
  if ((error as NodeJS.ErrnoException | null)?.code !== "ENOSPC") return error;
  return new CheckpointError(`the disk of ${directory} became full; nothing was kept`, { cause: error });
}

function gigabytes(bytes: number): string {
  return bytes < 1e7 ? `${bytes} bytes` : `${(bytes / 1e9).toFixed(2)} GB`;
}
