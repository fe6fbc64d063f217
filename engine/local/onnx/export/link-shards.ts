import { link, realpath } from "node:fs/promises";
import path from "node:path";
import { CheckpointError } from "../../checkpoint/checkpoint-error.ts";

/**
 * Hard-links files of the checkpoint into the model's directory.
 *
 * ONNX Runtime reads external data only from there, and resolves symbolic links before it checks. Throws
 * CheckpointError if the file system cannot link them.
 */
export async function linkShards(
  checkpointDir: string,
  files: ReadonlySet<string>,
  modelDir: string,
): Promise<void> {
  for (const file of files) {
    try {
      // Hugging Face's own client downloads files as symbolic links into its cache.
      await link(await realpath(path.join(checkpointDir, file)), path.join(modelDir, file));
    } catch (cause) {
      const reason = (cause as NodeJS.ErrnoException).code ?? "unknown";
      throw new CheckpointError(
        `${file} cannot be hard-linked into the model's directory (${reason}). Both must be on the same file system, and it ` +
          "must support hard links; or build without linking, which copies the weights",
        { cause },
      );
    }
  }
}
