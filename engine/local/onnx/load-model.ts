import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { InferenceSession } from "onnxruntime-node";
import { CheckpointError } from "../checkpoint/checkpoint-error.ts";
import { DiskSpaceError } from "../checkpoint/disk-space.ts";
import { refuseAdapters } from "../checkpoint/refuse-adapters.ts";
import { INDEX_FILE } from "../checkpoint/safetensors.ts";
import { fileExists } from "../checkpoint/file-exists.ts";
import { builtModels } from "./export/built-models.ts";
import { buildModel } from "./export/export.ts";
import {
  DATA_FILE,
  FORMAT,
  MANIFEST_FILE,
  MODEL_FILE,
  type ModelManifest,
  readManifest,
} from "./export/model-manifest.ts";
import type { Activation } from "./export/weight-source.ts";
import type { EngineNotice, EngineProgress } from "../engine-events.ts";
import type { LocalOptions } from "../local-options.ts";
import { modelNotLoaded } from "../model-not-loaded.ts";

/**
 * Prepacking for the CPU copies the weights into memory, and QMoE's 4-bit weights as 8-bit ones. It makes a small model
 * decode up to 1.6 times as fast. In the 20b shape it takes minutes and may exhaust the memory, and nothing ran faster
 * afterwards (docs/decisions/2026-11-25-weights-are-written.md).
 */
const LARGEST_PACKED_BYTES = 1024 ** 3;

export interface LoadOptions extends Pick<LocalOptions, "modelDirectory" | "intraOpNumThreads"> {
  readonly executionProvider: "cpu" | "cuda";
}

export interface LoadedModel {
  readonly session: InferenceSession;
  readonly manifest: ModelManifest;
}

/**
 * Opens a model for running. A checkpoint directory is built first, once, into `.gavel/` inside it.
 * Throws EngineFailedError, not retryable, whose message says what is wrong with the directory.
 */
export async function loadModel(
  options: LoadOptions,
  onProgress: (progress: EngineProgress) => void,
  onNotice: (notice: EngineNotice) => void = () => {},
): Promise<LoadedModel> {
  const { modelDirectory, executionProvider, intraOpNumThreads } = options;
  try {
    const built = await builtModel(modelDirectory, executionProvider, onProgress, onNotice);
    const manifest = await readManifest(built);
    const large = (await stat(path.join(built, DATA_FILE))).size > LARGEST_PACKED_BYTES;
    onProgress({ step: "loading model", done: 0, total: 1 });
    const session = await InferenceSession.create(path.join(built, MODEL_FILE), {
      executionProviders: [executionProvider],
      // Warnings of the graph optimizer are of no use to an operator; errors are thrown as well.
      logSeverityLevel: 3,
      // Otherwise memory for all weights is allocated at once, mapped ones included, and a model larger than the
      // machine's memory is refused.
      ...(executionProvider === "cpu" ? { enableMemPattern: false } : {}),
      // Threads that spin between two runs take the cores from the rest of the service: on a busy machine a token took
      // more than twice as long.
      extra: {
        session: {
          intra_op: { allow_spinning: "0" },
          ...(executionProvider === "cpu" && large ? { disable_prepacking: "1" } : {}),
        },
      },
      ...(intraOpNumThreads === undefined ? {} : { intraOpNumThreads }),
    });
    onProgress({ step: "loading model", done: 1, total: 1 });
    return { session, manifest };
  } catch (cause) {
    throw modelNotLoaded(modelDirectory, cause);
  }
}

async function builtModel(
  directory: string,
  executionProvider: LoadOptions["executionProvider"],
  onProgress: (progress: EngineProgress) => void,
  onNotice: (notice: EngineNotice) => void,
): Promise<string> {
  if (await fileExists(path.join(directory, MANIFEST_FILE))) {
    return directory;
  }
  await refuseAdapters(directory);
  if (!(await fileExists(path.join(directory, "config.json")))) {
    throw new CheckpointError(`it holds neither ${MANIFEST_FILE} nor config.json`);
  }
  const activation: Activation = executionProvider === "cpu" ? "float32" : "float16";
  const outputDir = path.join(directory, ".gavel", `${activation}-${await checkpointHash(directory)}`);
  const manifestFile = path.join(outputDir, MANIFEST_FILE);
  if (await fileExists(manifestFile)) {
    return outputDir;
  }
  const built = await findBuilt(directory, activation);
  const useBuilt = built === null ? null : ({ code: "use_built_model", directory: built } as const);
  onNotice({
    message: `${directory} is a checkpoint: a model for ${executionProvider} is now built from it, once, in ${outputDir}.`,
    remedy: useBuilt,
  });
  try {
    await buildModel({
      checkpointDir: directory,
      outputDir,
      activation,
      onProgress: ({ bytes, totalBytes }) => {
        onProgress({ step: "building model", done: bytes, total: totalBytes });
      },
    });
  } catch (error) {
    // Another process may have built it in the meantime: the directory appears only when it is complete.
    if (await fileExists(manifestFile)) {
      return outputDir;
    }
    if (!(error instanceof DiskSpaceError) && (error as NodeJS.ErrnoException).syscall === undefined) {
      throw error;
    }
    throw new CheckpointError(
      `it is a checkpoint, and the model that must be built from it for ${executionProvider} cannot be written into it ` +
        `(${(error as Error).message})`,
      { cause: error, remedy: useBuilt ?? { code: "build_model", checkpoint: directory, activation } },
    );
  }
  return outputDir;
}

/** A model that was built from the checkpoint into a directory inside it. */
async function findBuilt(directory: string, activation: Activation): Promise<string | null> {
  for (const built of await builtModels(directory)) {
    const manifest = await readManifest(built).catch(() => null);
    if (manifest?.activation === activation) return built;
  }
  return null;
}

/**
 * Changes when a file of the checkpoint is replaced, or the form of built models: a hash of that form, of config.json,
 * and of the names, sizes and times of the weights.
 */
async function checkpointHash(directory: string): Promise<string> {
  const hash = createHash("sha256")
    .update(`${FORMAT}\n`)
    .update(await readFile(path.join(directory, "config.json")));
  const names = (await readdir(directory)).filter(
    (name) => name.endsWith(".safetensors") || name === INDEX_FILE,
  );
  for (const name of names.sort()) {
    const { size, mtimeMs } = await stat(path.join(directory, name));
    hash.update(`\n${name} ${size} ${mtimeMs}`);
  }
  return hash.digest("hex").slice(0, 16);
}
