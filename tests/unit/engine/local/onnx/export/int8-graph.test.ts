import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import ort from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildModel } from "../../../../../../engine/local/onnx/export/export.ts";
import { readManifest } from "../../../../../../engine/local/onnx/export/model-manifest.ts";
import type { Precision } from "../../../../../../engine/local/onnx/export/precision.ts";
import type { Activation } from "../../../../../../engine/local/onnx/export/weight-source.ts";
import { writeSyntheticCheckpoint } from "../../../../../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import { GptOssReference } from "../../../../../helpers/gpt-oss-reference.ts";
import { relativeError } from "../../../../../helpers/relative-error.ts";
import { createCache, step } from "./graph-session.ts";

const VOCAB = 512;
const TOKENS = Array.from({ length: 24 }, (_, i) => (i * 7919 + 13) % VOCAB);
/** Activations are rounded to 8 bits in each block. */
const INT8_ERROR = 0.05;

const CHECKPOINTS = {
  "one expert, tied embeddings": { dimensions: { num_local_experts: 1, num_experts_per_tok: 1 }, tied: true },
  "four experts, an output layer of its own": { dimensions: {}, tied: false },
};

describe.each(Object.entries(CHECKPOINTS))(
  "the graph of an int8 checkpoint: %s",
  (_, { dimensions, tied }) => {
    let root: string;
    let expected: Float64Array[];

    beforeAll(async () => {
      root = await mkdtemp(path.join(tmpdir(), "gavel-int8-"));
      const directory = path.join(root, "checkpoint");
      await writeSyntheticCheckpoint(directory, {
        seed: 7,
        dimensions: { vocab_size: VOCAB, sliding_window: 8, ...dimensions },
        tiedEmbeddings: tied,
        matrices: "int8",
      });
      expected = (await GptOssReference.load(directory)).forward(TOKENS);
    });
    afterAll(async () => {
      await rm(root, { recursive: true });
    });

    async function build(activation: Activation, precision: Precision = "exact") {
      const outputDir = await mkdtemp(path.join(root, `${activation}-${precision}-`));
      await buildModel({
        checkpointDir: path.join(root, "checkpoint"),
        outputDir,
        activation,
        precision,
        maxPositions: 128,
      });
      const options = { intraOpNumThreads: 1, logSeverityLevel: 4 } as const;
      const session = await ort.InferenceSession.create(path.join(outputDir, "model.onnx"), options);
      return { manifest: await readManifest(outputDir), session };
    }

    it("agrees with the reference over a prompt and token by token", async () => {
      const { manifest, session } = await build("float32");
      const cache = createCache(manifest, 1, 64);
      const [prompt] = await step(session, manifest, cache, [{ tokens: TOKENS.slice(0, 12), pastLength: 0 }]);
      expect(relativeError(prompt!, expected[11]!)).toBeLessThan(INT8_ERROR);
      for (let i = 12; i < TOKENS.length; i += 1) {
        const [logits] = await step(session, manifest, cache, [{ tokens: [TOKENS[i]!], pastLength: i }]);
        expect(relativeError(logits!, expected[i]!), `token ${i}`).toBeLessThan(INT8_ERROR);
      }
      await session.release();
    });

    it("has the same weights of the only expert in a compact build, which rounds those of several", async () => {
      const logits = [];
      for (const precision of ["exact", "compact"] as const) {
        const { manifest, session } = await build("float32", precision);
        const rows = [{ tokens: TOKENS, pastLength: 0 }];
        logits.push((await step(session, manifest, createCache(manifest, 1, 64), rows))[0]!);
        await session.release();
      }
      expect(relativeError(logits[1]!, logits[0]!) === 0).toBe(tied);
    });

    it("is expanded to 16 bits for devices that do not multiply in 8 bits", async () => {
      const { manifest, session } = await build("float16");
      const empty = () =>
        new ort.Tensor("float16", new Uint16Array(0), [1, manifest.kvHeads, 0, manifest.headDim]);
      const feeds: Record<string, ort.Tensor> = {
        input_ids: new ort.Tensor("int64", BigInt64Array.from(TOKENS, BigInt), [1, TOKENS.length]),
        position_ids: new ort.Tensor("int64", BigInt64Array.from(TOKENS.keys(), BigInt), [1, TOKENS.length]),
        seqlens_k: new ort.Tensor("int32", Int32Array.of(TOKENS.length - 1), [1]),
        total_sequence_length: new ort.Tensor("int32", Int32Array.of(TOKENS.length), [1]),
      };
      for (const { name } of manifest.inputs) feeds[name] ??= empty();
      const { logits } = await session.run(feeds);
      expect(relativeError(logits!.data as Float32Array, expected.at(-1)!)).toBeLessThan(1e-2);
      await session.release();
    });
  },
);
