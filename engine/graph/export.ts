import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { CheckpointError } from "../checkpoint/checkpoint-error.ts";
import { readConfig, type GptOssConfig } from "../checkpoint/config.ts";
import { writeNewDirectory } from "../checkpoint/new-directory.ts";
import { SafetensorsCheckpoint } from "../checkpoint/safetensors.ts";
import { tensorSpecs } from "../checkpoint/tensor-names.ts";
import { findRecord } from "../hub/pull-record.ts";
import { writeExternalData } from "./external-data.ts";
import { buildGptOssGraph } from "./gpt-oss-graph.ts";
import {
  createManifest,
  DATA_FILE,
  MANIFEST_FILE,
  MODEL_FILE,
  type TensorDescription,
} from "./model-manifest.ts";
import { encodeModel, type ValueInfo } from "./onnx-proto.ts";
import { readWeight, type Activation } from "./weight-source.ts";

export interface BuildModelOptions {
  /** A gpt-oss checkpoint in Hugging Face's layout: config.json and safetensors. */
  readonly checkpointDir: string;
  /** Appears complete or not at all; must not hold anything yet. */
  readonly outputDir: string;
  /** float32 is exact and right for CPUs; float16 is for GPUs. */
  readonly activation: Activation;
  /** Longest prompt plus answer. Defaults to what the checkpoint was made for. */
  readonly maxPositions?: number;
  /** Defaults to the name in config.json, or else to that of the checkpoint directory. */
  readonly modelName?: string;
  readonly onProgress?: (progress: { readonly bytes: number; readonly totalBytes: number }) => void;
}

/**
 * Turns a checkpoint into model.onnx, model.onnx.data and gavel-model.json. Memory use does not depend on
 * the size of the checkpoint. Throws CheckpointError.
 */
export async function buildModel(options: BuildModelOptions): Promise<void> {
  const { checkpointDir, activation } = options;
  // It may hold shards of two revisions, which nothing else would tell.
  if ((await findRecord(checkpointDir))?.complete === false) {
    throw new CheckpointError(`${checkpointDir} is not complete: let gavel model pull come to its end`);
  }
  const config = await readConfig(checkpointDir);
  const maxPositions = options.maxPositions ?? config.maxPositionEmbeddings;
  if (!Number.isInteger(maxPositions) || maxPositions < 1 || maxPositions > config.maxPositionEmbeddings) {
    throw new CheckpointError(`maxPositions must be a whole number up to ${config.maxPositionEmbeddings}`);
  }
  const { model, external } = buildGptOssGraph(config, { activation, maxPositions, dataFile: DATA_FILE });
  const manifest = createManifest(config, {
    model: options.modelName ?? config.modelName ?? path.basename(path.resolve(checkpointDir)),
    activation,
    maxPositions,
    configSha256: await sha256(path.join(checkpointDir, "config.json")),
    inputs: model.graph.inputs.map(describe),
    outputs: model.graph.outputs.map(describe),
  });
  const totalBytes = external.reduce((sum, tensor) => sum + tensor.byteLength, 0);
  let bytes = 0;

  const checkpoint = await SafetensorsCheckpoint.open(checkpointDir);
  try {
    checkTensors(config, checkpoint);
    await writeNewDirectory(options.outputDir, async (temporary) => {
      await writeExternalData(
        path.join(temporary, DATA_FILE),
        external,
        (source) => readWeight(source, activation, config, checkpoint),
        (written) => {
          bytes += written;
          options.onProgress?.({ bytes, totalBytes });
        },
      );
      await writeFile(path.join(temporary, MODEL_FILE), encodeModel(model), { flush: true });
      const json = `${JSON.stringify(manifest, null, 2)}\n`;
      await writeFile(path.join(temporary, MANIFEST_FILE), json, { flush: true });
    });
  } finally {
    await checkpoint.close();
  }
}

function checkTensors(config: GptOssConfig, checkpoint: SafetensorsCheckpoint): void {
  for (const [name, spec] of tensorSpecs(config)) {
    const { dtype, shape } = checkpoint.describe(name);
    if (dtype !== spec.dtype || shape.join() !== spec.shape.join()) {
      throw new CheckpointError(
        `tensor ${name} is ${dtype} [${shape.join(", ")}], expected ${spec.dtype} [${spec.shape.join(", ")}]`,
      );
    }
  }
}

function describe({ name, dataType, dims }: ValueInfo): TensorDescription {
  return { name, dtype: dataType, shape: dims };
}

async function sha256(file: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
}
