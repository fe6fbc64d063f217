import { link, realpath } from "node:fs/promises";
import path from "node:path";
import { CheckpointError } from "../../checkpoint/checkpoint-error.ts";

/**
 * Gives files of the checkpoint a second name in the model's directory: ONNX Runtime reads external data only from
 * there, and follows symbolic links before it looks. Throws CheckpointError where the file system cannot.
 */
export async function linkShards(
  checkpointDir: string,
  files: ReadonlySet<string>,
  modelDir: string,
): Promise<void> {
  for (const file of files) {
    try {
      // Downloads of Hugging Face's own client are symbolic links into its cache.
      await link(await realpath(path.join(checkpointDir, file)), path.join(modelDir, file));
    } catch (cause) {
      const reason = (cause as NodeJS.ErrnoException).code ?? "unknown";
      throw new CheckpointError(
        `${file} cannot be hard-linked into the model's directory (${reason}); both must lie on one file system ` +
          "that has hard links; without linking, weights are written",
        { cause },
      );
    }
  }
}
