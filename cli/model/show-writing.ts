import type { CliIo } from "../cli-io.ts";
import { explainFaults } from "./explain-faults.ts";
import { ProgressLine } from "../printing/progress-line.ts";

/** Shows how far it is, and what keeps it from coming to its end. Throws CliError. */
export async function showWriting(
  what: string,
  directory: string,
  io: CliIo,
  write: (onProgress: (progress: { bytes: number; totalBytes: number }) => void) => Promise<void>,
): Promise<void> {
  const line = new ProgressLine(what, io);
  try {
    await explainFaults(directory, () =>
      write(({ bytes, totalBytes }) => {
        // Between two pieces: what was written is removed on the way out.
        io.signal.throwIfAborted();
        line.update(bytes, totalBytes);
      }),
    );
  } finally {
    line.finish();
    if (io.signal.aborted) io.err("Stopped; nothing was kept.\n");
  }
}
