import { statfs } from "node:fs/promises";
import { CheckpointError } from "./checkpoint-error.ts";

/** The disk has too little space for what is to be written; the checkpoint itself is valid. */
export class DiskSpaceError extends CheckpointError {}

/** Returns how many bytes an unprivileged user can still write to the file system of `directory`. */
export async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/** Throws DiskSpaceError if the file system of `directory` has less than `bytes` free. */
export async function requireSpace(directory: string, bytes: number): Promise<void> {
  const free = await freeBytes(directory);
  if (free < bytes) {
    throw new DiskSpaceError(
      `not enough disk space for ${directory}: ${gigabytes(bytes)} needed, ${gigabytes(free)} free`,
    );
  }
}

/** Returns a DiskSpaceError for ENOSPC, and any other error unchanged. */
export function explainFullDisk(error: unknown, directory: string): unknown {
  if ((error as NodeJS.ErrnoException | null)?.code !== "ENOSPC") return error;
  return new DiskSpaceError(`the disk of ${directory} is full; the files written so far have been removed`, {
    cause: error,
  });
}

function gigabytes(bytes: number): string {
  return bytes < 1e7 ? `${bytes} bytes` : `${(bytes / 1e9).toFixed(2)} GB`;
}
