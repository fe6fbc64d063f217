import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { CheckpointError } from "./checkpoint-error.ts";
import { explainFullDisk, requireSpace } from "./disk-space.ts";
import { MXFP4_CONFIG } from "./mxfp4.ts";
import { writeNewDirectory } from "./new-directory.ts";
import { openCheckpoint, type OpenedCheckpoint } from "./open-checkpoint.ts";
import { byteLength, type TensorToWrite } from "./safetensors-writer.ts";
import { writeShards } from "./shards-writer.ts";
import { tensorSpecs } from "./tensor-names.ts";

const PIECE_BYTES = 1 << 22;
const SHARD_BYTES = 5e9;

/** The other files of a model: tokenizer, generation settings, licence, README. */
const TEXT_FILE =
  /^(?!model\.safetensors\.index|config\.json|gavel-)[\w-][\w.-]*\.(?:json|jinja|txt|md)$|^(?:LICEN[CS]E|NOTICE|USAGE_POLICY)$/;

export interface ConvertOptions {
  /** A gpt-oss checkpoint whose experts are in bfloat16. */
  readonly checkpointDir: string;
  /** Must be missing or empty; appears complete or not at all. */
  readonly outputDir: string;
  readonly onProgress?: (progress: { readonly bytes: number; readonly totalBytes: number }) => void;
}

/**
 * Writes a copy of a checkpoint with its experts in MXFP4, which every device can run.
 *
 * Memory use does not depend on the number of layers or experts. Throws CheckpointError.
 */
export async function convertCheckpoint({
  checkpointDir,
  outputDir,
  onProgress,
}: ConvertOptions): Promise<void> {
  const checkpoint = await openCheckpoint(checkpointDir);
  try {
    if (checkpoint.experts === "mxfp4") {
      throw new CheckpointError(
        `the experts of ${checkpointDir} are already in MXFP4: it needs no conversion`,
      );
    }
    await writeNewDirectory(outputDir, async (temporary) => {
      const tensors = tensorsToWrite(checkpoint);
      const totalBytes = tensors.reduce((sum, tensor) => sum + byteLength(tensor), 0);
      await requireSpace(temporary, totalBytes);
      await copyTexts(checkpointDir, temporary);
      let bytes = 0;
      await writeShards(temporary, tensors, Math.ceil(totalBytes / SHARD_BYTES), (written) => {
        bytes += written;
        onProgress?.({ bytes, totalBytes });
      });
    });
  } catch (error) {
    throw explainFullDisk(error, outputDir);
  } finally {
    await checkpoint.files.close();
  }
}

function tensorsToWrite({ config, tensors }: OpenedCheckpoint): TensorToWrite[] {
  return [...tensorSpecs(config)].map(([name, spec]) => ({
    ...spec,
    name,
    pieces: () => tensors.stream(name, PIECE_BYTES),
  }));
}

async function copyTexts(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (!entry.isDirectory() && TEXT_FILE.test(entry.name)) {
      await copyFile(path.join(from, entry.name), path.join(to, entry.name));
    }
  }
  const config: unknown = JSON.parse(await readFile(path.join(from, "config.json"), "utf8"));
  const converted = { ...(config as object), quantization_config: MXFP4_CONFIG };
  await writeFile(path.join(to, "config.json"), `${JSON.stringify(converted, null, 2)}\n`, { flush: true });
}
