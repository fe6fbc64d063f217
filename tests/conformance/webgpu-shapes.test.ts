import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type SyntheticCheckpointOptions,
  writeSyntheticCheckpoint,
} from "../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import { type Gpu, openGpu } from "../../engine/local/webgpu/open-gpu.ts";
import { openWebGpuRunner } from "../../engine/local/webgpu/open-webgpu-runner.ts";
import type { WebGpuRunner } from "../../engine/local/webgpu/webgpu-runner.ts";
import { errorAfter } from "../helpers/gpu-error.ts";
import { GptOssReference } from "../helpers/gpt-oss-reference.ts";
import { useSoftwareGpu } from "../helpers/software-gpu.ts";

useSoftwareGpu();
/** Activations, keys and values are float16. */
const FLOAT16_ERROR = 1e-2;
/** A code times its scale is rounded to bfloat16 as well. */
const INT8_ERROR = 2e-2;
const VOCAB = 1000;
/** The last part has only 8 ids. */
const PARTS = [0, 15, 30];
const TOKENS = Array.from({ length: 70 }, (_, index) => (index * 7919 + 13) % VOCAB);

const LIKE_GPT_OSS = {
  hidden_size: 160,
  intermediate_size: 96,
  num_attention_heads: 16,
  num_key_value_heads: 2,
  head_dim: 64,
  num_local_experts: 32,
  num_experts_per_tok: 4,
  sliding_window: 8,
};
const ODD = {
  hidden_size: 96,
  intermediate_size: 32,
  num_attention_heads: 4,
  num_key_value_heads: 1,
  head_dim: 48,
  num_local_experts: 5,
  num_experts_per_tok: 3,
  sliding_window: 20,
};

const ONE_EXPERT = {
  hidden_size: 64,
  intermediate_size: 160,
  num_attention_heads: 9,
  num_key_value_heads: 3,
  head_dim: 64,
  num_local_experts: 1,
  num_experts_per_tok: 1,
  sliding_window: 16,
};

const MODELS: (Pick<SyntheticCheckpointOptions, "dimensions" | "tiedEmbeddings" | "matrices"> & {
  name: string;
})[] = [
  { name: "with the groups of heads and experts of gpt-oss", dimensions: LIKE_GPT_OSS },
  { name: "with sizes that are not multiples of a tile", dimensions: ODD },
  { name: "with one expert and tied embeddings", dimensions: ONE_EXPERT, tiedEmbeddings: true },
  { name: "with int8 matrices", dimensions: ONE_EXPERT, tiedEmbeddings: true, matrices: "int8" },
];

describe.each(MODELS)(
  "the kernels of a model $name, compared with the reference",
  ({ dimensions, tiedEmbeddings = false, matrices = "bfloat16" }) => {
    const bound = matrices === "int8" ? INT8_ERROR : FLOAT16_ERROR;
    let root: string;
    let gpu: Gpu;
    let runner: WebGpuRunner;
    /** The logits of the reference after each token. */
    let expected: Float64Array[];
    const reference = () => ({ tokens: TOKENS, expected, parts: PARTS });

    beforeAll(async () => {
      root = await mkdtemp(path.join(tmpdir(), "gavel-shapes-"));
      const checkpointDir = path.join(root, "checkpoint");
      await writeSyntheticCheckpoint(checkpointDir, {
        seed: 3,
        dimensions: { ...dimensions, vocab_size: VOCAB },
        tiedEmbeddings,
        matrices,
      });
      expected = (await GptOssReference.load(checkpointDir)).forward(TOKENS);
      gpu = await openGpu({ checked: true });
      const options = { checkpointDir, maxNumSeqs: 8, maxContextTokens: 96, maxBatchedTokens: 80 };
      runner = await openWebGpuRunner(gpu, { ...options, kvCacheBytes: 1e6 }, () => {});
    });
    afterAll(async () => {
      gpu.close();
      await rm(root, { recursive: true });
    });

    it.each([1, 2, 4, 5, 16, 17, 33, 70])("agree after %d tokens at once", async (length) => {
      expect(await errorAfter(runner, reference(), [length])).toBeLessThan(bound);
    });

    it("agree token by token", async () => {
      expect(
        await errorAfter(
          runner,
          reference(),
          TOKENS.slice(0, 24).map((_, index) => index + 1),
        ),
      ).toBeLessThan(bound);
    });

    it("agree in chunks of all lengths", async () => {
      expect(await errorAfter(runner, reference(), [3, 4, 15, 16, 37, 40, 70])).toBeLessThan(bound);
    });
  },
);
