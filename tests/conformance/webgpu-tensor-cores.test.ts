import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeSyntheticCheckpoint } from "../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import { type Gpu, openGpu } from "../../engine/local/webgpu/open-gpu.ts";
import { openWebGpuRunner } from "../../engine/local/webgpu/open-webgpu-runner.ts";
import type { WebGpuRunner } from "../../engine/local/webgpu/webgpu-runner.ts";
import { emulateTensorCores } from "../helpers/emulate-tensor-cores.ts";
import { errorAfter } from "../helpers/gpu-error.ts";
import { GptOssReference } from "../helpers/gpt-oss-reference.ts";
import { useSoftwareGpu } from "../helpers/software-gpu.ts";

useSoftwareGpu();
/** Activations, keys, values and probabilities are float16. */
const FLOAT16_ERROR = 1e-2;
/** SwiftShader compiles the unrolled kernels for minutes, and for over ten on two busy cores. */
const COMPILE_LIMIT_MS = 40 * 60_000;
const VOCAB = 992;
/** Parts of the vocabulary that one step requests, some more than once if there are fewer. */
const parts = (count: number) => Array.from({ length: count }, (_, index) => index % 31);
const TOKENS = Array.from({ length: 405 }, (_, index) => (index * 7919 + 13) % VOCAB);

const DIMENSIONS = {
  vocab_size: VOCAB,
  hidden_size: 96,
  intermediate_size: 64,
  num_hidden_layers: 2,
  num_attention_heads: 8,
  num_key_value_heads: 1,
  // So small that decode attention fits into the shared memory of this GPU too.
  head_dim: 32,
  // Each token chooses both experts, so that an expert has a row for each token.
  num_local_experts: 2,
  num_experts_per_tok: 2,
  sliding_window: 20,
};

describe("the kernels for tensor cores, emulated, compared with the reference", () => {
  let root: string;
  let gpu: Gpu;
  let runner: WebGpuRunner;
  /** The logits of the reference after each token. */
  let expected: Float64Array[];
  const reference = (count: number) => ({ tokens: TOKENS, expected, parts: parts(count) });

  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), "gavel-tensor-cores-"));
    const checkpointDir = path.join(root, "checkpoint");
    await writeSyntheticCheckpoint(checkpointDir, { seed: 5, dimensions: DIMENSIONS });
    expected = (await GptOssReference.load(checkpointDir)).forward(TOKENS);
    gpu = emulateTensorCores(await openGpu({ checked: true }), { m: 16, n: 16, k: 16 });
    const options = { checkpointDir, maxNumSeqs: 40, maxContextTokens: 432, maxBatchedTokens: 416 };
    runner = await openWebGpuRunner(gpu, { ...options, kvCacheBytes: 1e6 }, () => {});
  }, COMPILE_LIMIT_MS);
  afterAll(async () => {
    gpu.close();
    await rm(root, { recursive: true });
  });

  // Numbers of tokens and of rows of logits: each case has tiles of another height.
  it.each([
    [5, 6],
    [17, 31],
    [33, 36],
    [81, 3],
    [405, 31],
  ])("agree after %d tokens at once, in %d parts", async (length, count) => {
    expect(await errorAfter(runner, reference(count), [length])).toBeLessThan(FLOAT16_ERROR);
  });

  it("agree token by token with more keys than one tile has", async () => {
    expect(await errorAfter(runner, reference(3), [140, 141, 142, 143])).toBeLessThan(FLOAT16_ERROR);
  });

  it("agree in chunks of all lengths", async () => {
    expect(await errorAfter(runner, reference(3), [3, 8, 40, 41, 130, 137])).toBeLessThan(FLOAT16_ERROR);
  });
});
