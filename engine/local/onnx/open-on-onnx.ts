import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { env } from "onnxruntime-node";
import { encodingOf } from "../checkpoint/encoding-of.ts";
import type { EngineEvents } from "../engine-events.ts";
import type { LocalOptions } from "../local-options.ts";
import { type OpenedModel, ProviderUnavailableError } from "../opened-model.ts";
import { loadModel } from "./load-model.ts";
import { OnnxRunner } from "./onnx-runner.ts";

const DEFAULT_PREFIX_CACHE_BYTES = 256 * 1024 * 1024;
/** More sequences hardly increase the throughput of a CPU. */
const DEFAULT_MAX_NUM_SEQS = 8;
/** Prompt tokens of one run: enough to keep the cores busy, few enough to let other sequences decode in between. */
const CHUNK_TOKENS = 512;

/** Opens a model in ONNX Runtime, on the CPU or through CUDA. */
export async function openOnOnnx(
  provider: "cpu" | "cuda",
  options: LocalOptions,
  { onProgress = () => {}, onNotice }: EngineEvents,
): Promise<OpenedModel> {
  if (provider === "cuda" && !hasCudaLibraries()) {
    throw new ProviderUnavailableError("ONNX Runtime's CUDA libraries are not installed");
  }
  const { session, manifest } = await loadModel(
    { ...options, executionProvider: provider },
    onProgress,
    onNotice,
  );
  const { maxNumSeqs = DEFAULT_MAX_NUM_SEQS, prefixCacheBytes = DEFAULT_PREFIX_CACHE_BYTES } = options;
  const maxContextTokens = Math.min(options.maxContextTokens, manifest.maxPositions);
  return {
    runner: new OnnxRunner(session, manifest, {
      maxNumSeqs,
      maxContextTokens,
      prefixCacheBytes,
    }),
    provider,
    model: manifest.model,
    weightsSha256: manifest.weightsSha256,
    notice: manifest.notice,
    engine: "onnx",
    engineVersion: `onnxruntime-node ${env.versions.node ?? env.versions.common}, ${provider}`,
    maxNumSeqs,
    maxContextTokens,
    encoding: encodingOf(manifest.vocabSize),
    maxBatchedTokens: CHUNK_TOKENS,
    maxChunkWhileDecoding: CHUNK_TOKENS,
  };
}

/** The npm package does not contain them: its install script, which this project does not run, downloads them. */
function hasCudaLibraries(): boolean {
  const main = createRequire(import.meta.url).resolve("onnxruntime-node");
  const libraries = path.join(path.dirname(main), "..", "bin", "napi-v6", process.platform, process.arch);
  return ["libonnxruntime_providers_cuda.so", "onnxruntime_providers_cuda.dll"].some((name) =>
    existsSync(path.join(libraries, name)),
  );
}
