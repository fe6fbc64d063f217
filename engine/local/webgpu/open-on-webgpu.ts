import { createRequire } from "node:module";
import path from "node:path";
import { CheckpointError } from "../checkpoint/checkpoint-error.ts";
import { encodingOf } from "../checkpoint/encoding-of.ts";
import { fileExists } from "../checkpoint/file-exists.ts";
import { refuseAdapters } from "../checkpoint/refuse-adapters.ts";
import { readConfig } from "../checkpoint/config.ts";
import { weightsSha256 } from "../hub/weights-sha256.ts";
import { MANIFEST_FILE } from "../onnx/export/model-manifest.ts";
import type { EngineEvents } from "../engine-events.ts";
import type { LocalOptions } from "../local-options.ts";
import { type OpenedModel, ProviderUnavailableError } from "../opened-model.ts";
import { BLOCK_TOKENS } from "./kernels/kernel-shape.ts";
import { blockBytes } from "./kv-buffers.ts";
import { type Gpu, NoGpuError, openGpu } from "./open-gpu.ts";
import { openWebGpuRunner } from "./open-webgpu-runner.ts";

/** Its KV cache and activations fit into 24 GB with the 20b model (docs/models.md). */
const DEFAULT_MAX_NUM_SEQS = 64;
const DEFAULT_MAX_BATCHED_TOKENS = 2048;
/**
 * While other sequences decode, a prompt is computed in chunks of this length: each chunk delays them by about 30 ms on
 * a large GPU.
 */
const CHUNK_WHILE_DECODING = 512;
/** The default KV cache has space for this many tokens of each sequence. A longer sequence uses the space of others. */
const EXPECTED_TOKENS = 2048;

/** Opens a checkpoint on a GPU. Throws ProviderUnavailableError if there is no GPU that can run it. */
export async function openOnWebGpu(
  options: LocalOptions,
  { onProgress = () => {}, onDeviceLost = () => {} }: EngineEvents,
): Promise<OpenedModel> {
  const { modelDirectory, executionProvider } = options;
  const auto = executionProvider === "auto";
  const built = await fileExists(path.join(modelDirectory, MANIFEST_FILE));
  if (auto && built) {
    throw new ProviderUnavailableError("the model was built for ONNX Runtime, and a GPU needs a checkpoint");
  }
  const gpu = await openDevice();
  if (gpu.software && auto) {
    gpu.close();
    throw new ProviderUnavailableError(`${gpu.name} is a software GPU`);
  }
  try {
    await refuseAdapters(modelDirectory);
    if (!(await fileExists(path.join(modelDirectory, "config.json")))) {
      throw new CheckpointError(
        built
          ? "it was built for ONNX Runtime, and a GPU runs the checkpoint itself, without a build"
          : "it has no config.json, and a GPU runs a checkpoint itself, without a build",
        { remedy: built ? { code: "use_cpu" } : null },
      );
    }
    const config = await readConfig(modelDirectory);
    const weights = await weightsSha256(modelDirectory);
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
      weightsSha256: weights,
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
    // The next provider may succeed, whether memory is short or a driver rejects a kernel.
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
