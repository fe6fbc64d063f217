import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildModel } from "../../engine/local/onnx/export/export.ts";
import type { Precision } from "../../engine/local/onnx/export/precision.ts";
import { KvCache, type KvSlot } from "../../engine/local/onnx/kv-cache.ts";
import { type LoadedModel, loadModel } from "../../engine/local/onnx/load-model.ts";
import { OnnxModel } from "../../engine/local/onnx/onnx-model.ts";
import { OnnxRunner } from "../../engine/local/onnx/onnx-runner.ts";
import { readParityFixture } from "../helpers/parity-fixture.ts";
import { parityPrompt, writeParityCheckpoint } from "../helpers/parity-model.ts";
import { relativeError } from "../helpers/relative-error.ts";
import { runGreedily } from "../helpers/run-greedily.ts";

/** Longer than the longest prompt. */
const POSITIONS = 4300;

/** float32 differs by the order of its sums only. */
const FLOAT32_ERROR = 1e-4;

/** The figure in docs/models.md for `compact`. */
const COMPACT_ERROR = { least: 0.05, most: 0.5 };

describe.each(["plain", "pairs"] as const)(
  "the CPU provider compared with transformers, model %s",
  (model) => {
    const { logits, greedy } = readParityFixture(model);
    let root: string;
    let exact: LoadedModel;
    let compact: LoadedModel;

    const load = async (precision: Precision) => {
      const modelDirectory = path.join(root, precision);
      await buildModel({
        checkpointDir: path.join(root, "checkpoint"),
        outputDir: modelDirectory,
        activation: "float32",
        precision,
        maxPositions: POSITIONS,
      });
      const options = { modelDirectory, executionProvider: "cpu" as const, intraOpNumThreads: 2 };
      return loadModel(options, () => {});
    };

    beforeAll(async () => {
      root = await mkdtemp(path.join(tmpdir(), "gavel-parity-"));
      await writeParityCheckpoint(path.join(root, "checkpoint"), model);
      exact = await load("exact");
      compact = await load("compact");
    });

    afterAll(async () => {
      await exact.session.release();
      await compact.session.release();
      await rm(root, { recursive: true });
    });

    it.each(logits)("has the same logits after $length tokens", async ({ length, expected }) => {
      const error = async (loaded: LoadedModel) =>
        relativeError(await logitsAfter(loaded, parityPrompt(length)), expected);
      expect(await error(exact)).toBeLessThan(FLOAT32_ERROR);
      const compactError = await error(compact);
      expect(compactError).toBeGreaterThan(COMPACT_ERROR.least);
      expect(compactError).toBeLessThan(COMPACT_ERROR.most);
    });

    it("decodes the same tokens, with all prompts in one batch", async () => {
      const runner = new OnnxRunner(exact.session, exact.manifest, {
        maxNumSeqs: greedy.length,
        maxContextTokens: 512,
        prefixCacheBytes: 0,
      });
      const prompts = greedy.map(({ length }) => parityPrompt(length));
      const expected = greedy.map(({ tokens }) => tokens);
      expect(await runGreedily(runner, prompts, expected[0]!.length)).toEqual(expected);
    });
  },
);

async function logitsAfter({ session, manifest }: LoadedModel, tokens: number[]): Promise<Float32Array> {
  const { layers, kvHeads, headDim, activation, vocabSize } = manifest;
  const shape = { layers, kvHeads, headDim, dtype: activation };
  const kv = new KvCache<KvSlot>(shape, { slots: 1, maxTokens: POSITIONS });
  return new OnnxModel(session, kv, vocabSize).prefill(0, tokens, 0);
}
