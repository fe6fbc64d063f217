import { readFile } from "node:fs/promises";
import path from "node:path";
import { CheckpointError } from "../../checkpoint/checkpoint-error.ts";
import type { GptOssConfig } from "../../checkpoint/config.ts";
import type { DataType } from "./onnx-proto.ts";
import type { Precision } from "./precision.ts";
import type { Activation } from "./weight-source.ts";

export const MODEL_FILE = "model.onnx";
export const DATA_FILE = "model.onnx.data";
export const MANIFEST_FILE = "gavel-model.json";

/** Increased when the engine can no longer read older built models: they must be built again. */
export const FORMAT = 3;

export interface TensorDescription {
  readonly name: string;
  readonly dtype: DataType;
  /** A string names a size that varies between runs. */
  readonly shape: readonly (number | string)[];
}

/** gavel-model.json: what the engine needs to know about a built model before it loads it. */
export interface ModelManifest {
  readonly format: number;
  readonly model: string;
  /** A warning for everyone who reads the model's answers, or null. */
  readonly notice: string | null;
  readonly activation: Activation;
  readonly precision: Precision;
  readonly layers: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly vocabSize: number;
  readonly maxPositions: number;
  readonly slidingWindow: number;
  /** sha256 of the checkpoint's config.json, lower-case hex. */
  readonly configSha256: string;
  /** See weightsSha256. */
  readonly weightsSha256: string | null;
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
}

export function createManifest(
  config: GptOssConfig,
  built: Pick<
    ModelManifest,
    | "model"
    | "activation"
    | "precision"
    | "maxPositions"
    | "configSha256"
    | "weightsSha256"
    | "inputs"
    | "outputs"
  >,
): ModelManifest {
  return {
    format: FORMAT,
    notice: config.notice,
    layers: config.numHiddenLayers,
    kvHeads: config.numKeyValueHeads,
    headDim: config.headDim,
    vocabSize: config.vocabSize,
    slidingWindow: config.slidingWindow,
    ...built,
  };
}

/** Reads the manifest of a built model. Throws CheckpointError if there is none that this version can use. */
export async function readManifest(modelDirectory: string): Promise<ModelManifest> {
  const file = path.join(modelDirectory, MANIFEST_FILE);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new CheckpointError(`${file} cannot be read; build the model first`, { cause });
  }
  if ((value as Partial<ModelManifest> | null)?.format !== FORMAT) {
    throw new CheckpointError(`${file} was written by an incompatible version; build the model again`);
  }
  return value as ModelManifest;
}
