import { rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { weightsSha256 } from "../../engine/local/hub/weights-sha256.ts";
import { buildModel } from "../../engine/local/onnx/export/export.ts";
import { readManifest } from "../../engine/local/onnx/export/model-manifest.ts";
import { showProgress } from "./progress.ts";

/** gavel-nano's checkpoint. Found in the source tree, and next to the compiled files, to which the build copies it. */
export const NANO_CHECKPOINT = fileURLToPath(new URL("../../models/gavel-nano/", import.meta.url));

/**
 * The model for ONNX Runtime that is built from gavel-nano, once, into the data directory, with the checksum of its
 * weights in its name. Returns its directory. Throws CheckpointError.
 */
export async function builtNanoModel(dataDirectory: string): Promise<string> {
  const checksum = (await weightsSha256(NANO_CHECKPOINT))?.slice(0, 16);
  const directory = path.join(dataDirectory, "models", `gavel-nano-${checksum}`);
  // Missing, or written by an incompatible version.
  const usable = await readManifest(directory).catch(() => null);
  if (usable !== null) return directory;
  await rm(directory, { recursive: true, force: true });
  await showProgress("Preparing the demonstration model gavel-nano", (report) =>
    buildModel({
      checkpointDir: NANO_CHECKPOINT,
      outputDir: directory,
      activation: "float32",
      onProgress: ({ bytes, totalBytes }) => report(bytes, totalBytes),
    }),
  );
  return directory;
}
