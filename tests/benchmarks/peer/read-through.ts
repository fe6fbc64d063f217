import { open } from "node:fs/promises";

/** Reads files once, so that loading does not measure the disk. */
export async function readThrough(files: readonly string[]): Promise<void> {
  const buffer = Buffer.alloc(16 * 1024 * 1024);
  for (const file of files) {
    const handle = await open(file);
    try {
      while ((await handle.read(buffer)).bytesRead > 0);
    } finally {
      await handle.close();
    }
  }
}
