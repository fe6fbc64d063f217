import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import ort from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeE8M0 } from "../../../../../../engine/local/checkpoint/mxfp4.ts";
import { writeSyntheticCheckpoint } from "../../../../../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import { COMPACT_RATIOS, compactCodes } from "../../../../../../engine/local/onnx/export/compact-codes.ts";
import { buildModel, type BuildModelOptions } from "../../../../../../engine/local/onnx/export/export.ts";
import {
  readManifest,
  type ModelManifest,
} from "../../../../../../engine/local/onnx/export/model-manifest.ts";
import type { Activation } from "../../../../../../engine/local/onnx/export/weight-source.ts";
import { GptOssReference } from "../../../../../helpers/gpt-oss-reference.ts";
import { relativeError } from "../../../../../helpers/relative-error.ts";
import { argmax, createCache, step } from "./graph-session.ts";

const VOCAB = 512;
const WINDOW = 8;
const POSITIONS = 64;
/** Several times longer than the sliding window. */
const TOKENS = Array.from({ length: 40 }, (_, i) => (i * 7919 + 13) % VOCAB);

describe("the gpt-oss graph on the CPU provider", () => {
  let root: string;
  let reference: GptOssReference;
  let manifest: ModelManifest;
  let session: ort.InferenceSession;
  /** The reference's logits after each prefix of TOKENS. */
  let expected: Float64Array[];

  const build = async (activation: Activation, more: Partial<BuildModelOptions> = {}) => {
    const outputDir = path.join(root, [activation, ...Object.values(more)].join("-"));
    await buildModel({
      checkpointDir: path.join(root, "checkpoint"),
      outputDir,
      activation,
      maxPositions: 128,
      ...more,
    });
    const file = path.join(outputDir, "model.onnx");
    return {
      manifest: await readManifest(outputDir),
      session: await ort.InferenceSession.create(file, { intraOpNumThreads: 1, logSeverityLevel: 4 }),
    };
  };

  /** The tokens from `begin` to `end`, as one row of a step. */
  const row = (begin: number, end: number) => ({ tokens: TOKENS.slice(begin, end), pastLength: begin });

  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), "gavel-graph-"));
    const checkpointDir = path.join(root, "checkpoint");
    const dimensions = { vocab_size: VOCAB, sliding_window: WINDOW };
    await writeSyntheticCheckpoint(checkpointDir, { seed: 7, dimensions });
    reference = await GptOssReference.load(checkpointDir);
    expected = reference.forward(TOKENS);
    ({ manifest, session } = await build("float32"));
  });

  afterAll(async () => {
    await rm(root, { recursive: true });
    await session.release();
  });

  it("agrees with the reference, within the sliding window and far beyond it", async () => {
    for (const length of [1, 5, WINDOW, WINDOW + 1, WINDOW + 2, 40]) {
      const [logits] = await step(session, manifest, createCache(manifest, 1, POSITIONS), [row(0, length)]);
      expect(relativeError(logits!, expected[length - 1]!), `${length} tokens`).toBeLessThan(1e-4);
    }
  });

  it("decodes the same 30 tokens greedily as the reference, and not all equal", async () => {
    const cache = createCache(manifest, 1, POSITIONS);
    const sequence = TOKENS.slice(0, 12);
    let [logits] = await step(session, manifest, cache, [{ tokens: sequence, pastLength: 0 }]);
    for (let i = 0; i < 30; i += 1) {
      const token = argmax(logits!);
      expect(token, `token ${i}`).toBe(argmax(reference.forward(sequence).at(-1)!));
      [logits] = await step(session, manifest, cache, [{ tokens: [token], pastLength: sequence.length }]);
      sequence.push(token);
    }
    expect(new Set(sequence.slice(12)).size).toBeGreaterThan(15);
  });

  it("computes a prompt in chunks, one sequence per run", async () => {
    const cache = createCache(manifest, 1, POSITIONS);
    for (const [begin, end] of [
      [0, 11],
      [11, 12],
      [12, 29],
      [29, 40],
    ] as const) {
      const [logits] = await step(session, manifest, cache, [row(begin, end)]);
      expect(relativeError(logits!, expected[end - 1]!)).toBeLessThan(1e-4);
    }
  });

  it("computes one token per run, up to the last position of the cache", async () => {
    const cache = createCache(manifest, 1, TOKENS.length);
    for (let i = 0; i < TOKENS.length; i += 1) {
      const [logits] = await step(session, manifest, cache, [row(i, i + 1)]);
      expect(relativeError(logits!, expected[i]!)).toBeLessThan(1e-4);
    }
  });

  it("decodes sequences of different lengths in one run", async () => {
    const cache = createCache(manifest, 3, POSITIONS);
    const lengths = [0, 17, 30];
    await step(session, manifest, cache, [row(0, 17)], 1);
    await step(session, manifest, cache, [row(0, 30)], 2);
    for (let i = 0; i < 10; i += 1) {
      const rows = lengths.map((length) => row(length + i, length + i + 1));
      const logits = await step(session, manifest, cache, rows);
      for (const [slot, length] of lengths.entries()) {
        expect(relativeError(logits[slot]!, expected[length + i]!)).toBeLessThan(1e-4);
      }
    }
  });

  it("does not change a sequence that is only in the batch", async () => {
    const cache = createCache(manifest, 2, POSITIONS);
    await step(session, manifest, cache, [row(0, 10)], 0);
    await step(session, manifest, cache, [row(0, 20)], 1);
    await step(session, manifest, cache, [{ tokens: [5], pastLength: 10 }, row(20, 21)]);
    const logits = await step(session, manifest, cache, [row(10, 11), row(21, 22)]);
    expect(relativeError(logits[0]!, expected[10]!)).toBeLessThan(1e-4);
    expect(relativeError(logits[1]!, expected[21]!)).toBeLessThan(1e-4);
  });

  it("continues from a shared prefix, over the remains of another continuation", async () => {
    const cache = createCache(manifest, 1, POSITIONS);
    await step(session, manifest, cache, [row(0, 20)]);
    await step(session, manifest, cache, [{ tokens: [1, 2, 3, 4, 5, 6, 7], pastLength: 20 }]);
    const [logits] = await step(session, manifest, cache, [row(20, 33)]);
    expect(relativeError(logits!, expected[32]!)).toBeLessThan(1e-4);
  });

  it("reads nothing beyond a sequence's last token", async () => {
    const cache = createCache(manifest, 1, POSITIONS);
    for (const { key, value } of cache.buffers) {
      key.fill(NaN);
      value.fill(NaN);
    }
    await step(session, manifest, cache, [row(0, 6)]);
    const [logits] = await step(session, manifest, cache, [row(6, 7)]);
    expect(relativeError(logits!, expected[6]!)).toBeLessThan(1e-4);
  });

  it("rejects what it does not support", async () => {
    const run = (positions: number, rows: Parameters<typeof step>[3]) =>
      step(session, manifest, createCache(manifest, rows.length, positions), rows);
    // GroupQueryAttention continues several tokens for one sequence only.
    await expect(run(POSITIONS, [row(5, 9), row(5, 9)])).rejects.toThrow(/batch_size must be 1/);
    await expect(run(256, [{ tokens: TOKENS, pastLength: 100 }])).rejects.toThrow(
      /position_ids value 128 at index 28 is out of range/,
    );
    await expect(run(POSITIONS, [{ tokens: [VOCAB], pastLength: 0 }])).rejects.toThrow(/out of data bounds/);
  });

  it("also runs in float16, within its precision", async () => {
    const half = await build("float16");
    const empty = () =>
      new ort.Tensor("float16", new Uint16Array(0), [1, manifest.kvHeads, 0, manifest.headDim]);
    const feeds: Record<string, ort.Tensor> = {
      input_ids: new ort.Tensor("int64", BigInt64Array.from(TOKENS, BigInt), [1, TOKENS.length]),
      position_ids: new ort.Tensor("int64", BigInt64Array.from(TOKENS.keys(), BigInt), [1, TOKENS.length]),
      seqlens_k: new ort.Tensor("int32", Int32Array.of(TOKENS.length - 1), [1]),
      total_sequence_length: new ort.Tensor("int32", Int32Array.of(TOKENS.length), [1]),
    };
    for (const { name } of half.manifest.inputs) feeds[name] ??= empty();
    const { logits } = await half.session.run(feeds);
    expect(relativeError(logits!.data as Float32Array, expected.at(-1)!)).toBeLessThan(1e-2);
    await half.session.release();
  });

  it("agrees with a reference with the compact weights, and nearly with one with the checkpoint's", async () => {
    const decode = (blocks: Uint8Array, scales: Uint8Array) => {
      const { codes, choices } = compactCodes(blocks);
      return Float64Array.from({ length: codes.length * 2 }, (_, i) => {
        const nibble = i & 1 ? codes[i >> 1]! >> 4 : codes[i >> 1]! & 15;
        return ((nibble - 8) * COMPACT_RATIOS[choices[i >> 5]!]! * decodeE8M0(scales[i >> 5]!)) / 2;
      });
    };
    const quantized = await GptOssReference.load(path.join(root, "checkpoint"), decode);
    const compact = await build("float32", { precision: "compact" });
    const cache = createCache(compact.manifest, 1, POSITIONS);
    const [logits] = await step(compact.session, compact.manifest, cache, [row(0, 40)]);
    expect(relativeError(logits!, quantized.forward(TOKENS).at(-1)!)).toBeLessThan(1e-4);
    const difference = relativeError(logits!, expected.at(-1)!);
    expect(difference).toBeGreaterThan(1e-3);
    expect(difference).toBeLessThan(0.5);
    await compact.session.release();
  });

  it("is the same model if weights are read from the checkpoint's files", async () => {
    const linked = await build("float32", { linkWeights: true });
    const [logits, linkedLogits] = await Promise.all(
      [{ session, manifest }, linked].map(async (model) => {
        const cache = createCache(model.manifest, 1, POSITIONS);
        return (await step(model.session, model.manifest, cache, [row(0, 40)]))[0]!;
      }),
    );
    expect(linkedLogits).toEqual(logits);
    await linked.session.release();
  });
});
