import { existsSync } from "node:fs";
import path from "node:path";
import { buildModel } from "../../engine/local/onnx/export/export.ts";
import { MANIFEST_FILE } from "../../engine/local/onnx/export/model-manifest.ts";
import { writeSyntheticCheckpoint } from "../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import { showProgress } from "./progress.ts";

const SEED = 1;

/** The directory of the untrained test model. */
export function testModelDirectory(dataDirectory: string): string {
  return path.join(dataDirectory, "models", `untrained-${SEED}`);
}

/**
 * Creates the untrained test model if it does not exist yet. Resolves to its directory: a model built for ONNX Runtime,
 * or a checkpoint. Throws CheckpointError.
 */
export async function prepareTestModel(
  directory: string,
  { build }: { readonly build: boolean },
): Promise<string> {
  if (build && existsSync(path.join(directory, MANIFEST_FILE))) return directory;
  const checkpointDir = `${directory}-checkpoint`;
  if (!existsSync(path.join(checkpointDir, "config.json"))) {
    await showProgress("Writing an untrained checkpoint", (report) =>
      writeSyntheticCheckpoint(checkpointDir, {
        seed: SEED,
        onProgress: ({ bytes, totalBytes }) => report(bytes, totalBytes),
      }),
    );
  }
  if (!build) return checkpointDir;
  await showProgress("Building the test model from it", (report) =>
    buildModel({
      checkpointDir,
      outputDir: directory,
      activation: "float32",
      onProgress: ({ bytes, totalBytes }) => report(bytes, totalBytes),
    }),
  );
  return directory;
}
