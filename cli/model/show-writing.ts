import type { CliIo } from "../cli-io.ts";
import { ByteProgress } from "./byte-progress.ts";
import { explainFaults } from "./explain-faults.ts";

/** Shows the progress of writing a directory, and explains what prevents it. Throws CliError. */
export async function showWriting(
  step: string,
  directory: string,
  io: CliIo,
  write: (onProgress: (progress: { bytes: number; totalBytes: number }) => void) => Promise<void>,
): Promise<void> {
  const progress = new ByteProgress(io);
  try {
    await explainFaults(directory, () =>
      write(({ bytes, totalBytes }) => {
        // The writer removes what it has written when this throws.
        io.signal.throwIfAborted();
        progress.show(step, { done: bytes, total: totalBytes });
      }),
    );
  } finally {
    progress.clear();
    if (io.signal.aborted) io.err("Stopped; no files were kept.\n");
  }
}
