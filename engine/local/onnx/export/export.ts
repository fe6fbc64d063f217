import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { CheckpointError } from "../../checkpoint/checkpoint-error.ts";
import type { GptOssConfig } from "../../checkpoint/config.ts";
import { explainFullDisk, requireSpace } from "../../checkpoint/disk-space.ts";
import { writeNewDirectory } from "../../checkpoint/new-directory.ts";
import { openCheckpoint, type OpenedCheckpoint } from "../../checkpoint/open-checkpoint.ts";
import { ExpandedRows } from "../../checkpoint/expanded-rows.ts";
import { requireDirectory } from "../../checkpoint/require-directory.ts";
import type { SafetensorsCheckpoint } from "../../checkpoint/safetensors.ts";
import { type MatrixFormat, tensorSpecs } from "../../checkpoint/tensor-names.ts";
import { requireCompletePull } from "../../hub/require-complete-pull.ts";
import { weightsSha256 } from "../../hub/weights-sha256.ts";
import { writeExternalData } from "./external-data.ts";
import { buildGptOssGraph } from "./gpt-oss-graph.ts";
import type { FileRange } from "./graph-builder.ts";
import { linkShards } from "./link-shards.ts";
import {
  createManifest,
  DATA_FILE,
  MANIFEST_FILE,
  MODEL_FILE,
  type TensorDescription,
} from "./model-manifest.ts";
import { encodeModel, type Model, type ValueInfo } from "./onnx-proto.ts";
import type { Precision } from "./precision.ts";
import { WeightReader } from "./weight-reader.ts";
import type { Activation } from "./weight-source.ts";

export interface BuildModelOptions {
  /** A gpt-oss checkpoint in Hugging Face's layout: config.json and safetensors. */
  readonly checkpointDir: string;
  /** Must be missing or empty; appears complete or not at all. */
  readonly outputDir: string;
  /** float32 for CPUs, exact; float16 for GPUs. */
  readonly activation: Activation;
  /** Default: exact. */
  readonly precision?: Precision;
  /**
   * Reads bfloat16 weights from the checkpoint's files, hard-linked into the model's directory, instead of writing
   * them again. Saves disk, costs memory: docs/decisions/2026-11-25-weights-are-written.md. Default: false.
   */
  readonly linkWeights?: boolean;
  /** Longest prompt plus answer. Defaults to the checkpoint's max_position_embeddings. */
  readonly maxPositions?: number;
  /** Defaults to the name in config.json, or else to the name of the checkpoint directory. */
  readonly modelName?: string;
  readonly onProgress?: (progress: { readonly bytes: number; readonly totalBytes: number }) => void;
}

/**
 * Builds model.onnx, model.onnx.data and gavel-model.json from a checkpoint.
 *
 * Memory use does not depend on the size of the checkpoint. Throws CheckpointError.
 */
export async function buildModel(options: BuildModelOptions): Promise<void> {
  const { checkpointDir, outputDir } = options;
  await requireDirectory(checkpointDir);
  await requireCompletePull(checkpointDir);
  const checkpoint = await openCheckpoint(checkpointDir);
  try {
    const { maxPositionEmbeddings } = checkpoint.config;
    const maxPositions = options.maxPositions ?? maxPositionEmbeddings;
    if (!Number.isInteger(maxPositions) || maxPositions < 1 || maxPositions > maxPositionEmbeddings) {
      throw new CheckpointError(
        `the longest context must be an integer number of tokens, at most ${maxPositionEmbeddings}`,
      );
    }
    await writeNewDirectory(outputDir, async (temporary) => {
      await writeModel(temporary, { ...options, maxPositions }, checkpoint);
    });
  } catch (error) {
    throw explainFullDisk(error, outputDir);
  } finally {
    await checkpoint.files.close();
  }
}

async function writeModel(
  directory: string,
  options: BuildModelOptions & { readonly maxPositions: number },
  { config, files, matrices: stored, tensors: storedTensors }: OpenedCheckpoint,
): Promise<void> {
  const { checkpointDir, activation, maxPositions, precision = "exact", onProgress } = options;
  // Only the CPU multiplies in 8 bits.
  const matrices = activation === "float32" ? stored : "bfloat16";
  const tensors = matrices === stored ? storedTensors : new ExpandedRows(storedTensors);
  const ranges = options.linkWeights ? inPlace(config, files, stored) : new Map<string, FileRange>();
  const { model, external, dataBytes } = buildGptOssGraph(config, {
    activation,
    precision,
    matrices,
    maxPositions,
    dataFile: DATA_FILE,
    locate: (tensor) => ranges.get(tensor) ?? null,
  });
  await linkShards(checkpointDir, linkedFiles(model), directory);
  await requireSpace(directory, dataBytes);

  const reader = new WeightReader(config, tensors, { activation, precision });
  const totalBytes = external.reduce((sum, tensor) => sum + tensor.byteLength, 0);
  let bytes = 0;
  await writeExternalData(
    path.join(directory, DATA_FILE),
    external,
    (source) => reader.read(source),
    (written) => {
      bytes += written;
      onProgress?.({ bytes, totalBytes });
    },
  );
  await writeFile(path.join(directory, MODEL_FILE), encodeModel(model), { flush: true });
  const manifest = createManifest(config, {
    model: options.modelName ?? config.modelName ?? path.basename(path.resolve(checkpointDir)),
    activation,
    precision,
    maxPositions,
    configSha256: await sha256(path.join(checkpointDir, "config.json")),
    weightsSha256: await weightsSha256(checkpointDir),
    inputs: model.graph.inputs.map(describe),
    outputs: model.graph.outputs.map(describe),
  });
  const json = `${JSON.stringify(manifest, null, 2)}\n`;
  await writeFile(path.join(directory, MANIFEST_FILE), json, { flush: true });
}

/** The files of the checkpoint that the model reads in place. */
function linkedFiles({ graph }: Model): Set<string> {
  const files = graph.initializers.flatMap(({ data }) => (data.location === "external" ? [data.file] : []));
  return new Set(files.filter((file) => file !== DATA_FILE));
}

/** The ranges of the bfloat16 tensors, except those at odd offsets, which are not aligned. */
function inPlace(
  config: GptOssConfig,
  files: SafetensorsCheckpoint,
  matrices: MatrixFormat,
): Map<string, FileRange> {
  const ranges = new Map<string, FileRange>();
  for (const [name, { dtype }] of tensorSpecs(config, "mxfp4", matrices)) {
    if (dtype !== "BF16") continue;
    const range = files.locate(name);
    if (range.offset % 2 === 0) ranges.set(name, range);
  }
  return ranges;
}

function describe({ name, dataType, dims }: ValueInfo): TensorDescription {
  return { name, dtype: dataType, shape: dims };
}

async function sha256(file: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
}
