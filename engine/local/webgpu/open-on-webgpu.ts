import { createRequire } from "node:module";
import path from "node:path";
import { CheckpointError } from "../checkpoint/checkpoint-error.ts";
import { encodingOf } from "../checkpoint/encoding-of.ts";
import { fileExists } from "../checkpoint/file-exists.ts";
import { refuseAdapters } from "../checkpoint/refuse-adapters.ts";
import { readConfig } from "../checkpoint/config.ts";
import { MANIFEST_FILE } from "../onnx/export/model-manifest.ts";
import type { EngineEvents } from "../engine-events.ts";
import type { LocalOptions } from "../local-options.ts";
import { type OpenedModel, ProviderUnavailableError } from "../opened-model.ts";
import { BLOCK_TOKENS } from "./kernels/kernel-shape.ts";
import { blockBytes } from "./kv-buffers.ts";
import { type Gpu, NoGpuError, openGpu } from "./open-gpu.ts";
import { openWebGpuRunner } from "./open-webgpu-runner.ts";

/** What the verdicts of 64 items gain from each other is most of what there is to gain (docs/benchmarks.md). */
const DEFAULT_MAX_NUM_SEQS = 64;
const DEFAULT_MAX_BATCHED_TOKENS = 2048;
/** A prompt beside which others decode is computed in pieces of this length: some 30 ms of waiting each on a large card. */
const CHUNK_WHILE_DECODING = 512;
/** Tokens that a sequence is expected to need at most, for the default of the cache's memory; a longer one takes from others. */
const EXPECTED_TOKENS = 2048;

/** Opens a checkpoint on a graphics device. Throws ProviderUnavailableError where there is none that can run it. */
export async function openOnWebGpu(
  options: LocalOptions,
  { onProgress = () => {}, onDeviceLost = () => {} }: EngineEvents,
): Promise<OpenedModel> {
  const { modelDirectory, executionProvider } = options;
  const auto = executionProvider === "auto";
  const built = await fileExists(path.join(modelDirectory, MANIFEST_FILE));
  if (auto && built) {
    throw new ProviderUnavailableError(
      "the model was built for ONNX Runtime, and a checkpoint is needed here",
    );
  }
  const gpu = await openDevice();
  if (gpu.software && auto) {
    gpu.close();
    throw new ProviderUnavailableError(`${gpu.name} is a graphics device in software`);
  }
  try {
    await refuseAdapters(modelDirectory);
    if (!(await fileExists(path.join(modelDirectory, "config.json")))) {
      throw new CheckpointError(
        built
          ? "it was built for ONNX Runtime, and a GPU runs the checkpoint itself, without a build"
          : "it holds no config.json: a GPU runs a checkpoint without a build",
        { remedy: built ? { code: "use_cpu" } : null },
      );
    }
    const config = await readConfig(modelDirectory);
    const encoding = encodingOf(config.vocabSize);
    const { maxNumSeqs = DEFAULT_MAX_NUM_SEQS, maxBatchedTokens = DEFAULT_MAX_BATCHED_TOKENS } = options;
    const maxContextTokens = Math.min(options.maxContextTokens, config.maxPositionEmbeddings);
    const expected = Math.min(maxContextTokens, EXPECTED_TOKENS) * maxNumSeqs;
    const kvCacheBytes =
      options.kvCacheBytes ?? Math.ceil((expected + maxContextTokens) / BLOCK_TOKENS) * blockBytes(config);
    const runner = await openWebGpuRunner(
      gpu,
      {
        checkpointDir: modelDirectory,
        maxNumSeqs,
        maxContextTokens,
        // A step also holds a token of every sequence that decodes.
        maxBatchedTokens: maxBatchedTokens + maxNumSeqs,
        kvCacheBytes,
      },
      onProgress,
      () => onDeviceLost("a step did not end"),
    );
    void gpu.device.lost.then(({ reason, message }) => {
      if (reason !== "destroyed") {
        onDeviceLost(message);
      }
    });
    return {
      runner,
      provider: "webgpu",
      model: config.modelName ?? path.basename(path.resolve(modelDirectory)),
      notice: config.notice,
      engine: "webgpu",
      engineVersion: `webgpu ${packageVersion()}, ${gpu.name}`,
      maxNumSeqs,
      maxContextTokens,
      encoding,
      maxBatchedTokens,
      maxChunkWhileDecoding: CHUNK_WHILE_DECODING,
    };
  } catch (error) {
    gpu.close();
    // Whatever it is, out of memory or a driver that does not take a kernel, the next device may do better.
    if (auto && !(error instanceof CheckpointError)) {
      throw new ProviderUnavailableError(error instanceof Error ? error.message : String(error), {
        cause: error,
      });
    }
    throw error;
  }
}

async function openDevice(): Promise<Gpu> {
  try {
    return await openGpu();
  } catch (error) {
    throw error instanceof NoGpuError ? new ProviderUnavailableError(error.message, { cause: error }) : error;
  }
}

function packageVersion(): string {
  const { version } = createRequire(import.meta.url)("webgpu/package.json") as { readonly version: string };
  return version;
}
