import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CheckpointError } from "../../../../../engine/local/checkpoint/checkpoint-error.ts";
import { convertCheckpoint } from "../../../../../engine/local/checkpoint/convert-checkpoint.ts";
import { openCheckpoint } from "../../../../../engine/local/checkpoint/open-checkpoint.ts";
import { layerTensorNames, tensorSpecs } from "../../../../../engine/local/checkpoint/tensor-names.ts";
import { writeSyntheticCheckpoint } from "../../../../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import { buildModel } from "../../../../../engine/local/onnx/export/export.ts";
import { PRECISIONS } from "../../../../../engine/local/onnx/export/precision.ts";
import { GptOssReference } from "../../../../helpers/gpt-oss-reference.ts";
import { relativeError } from "../../../../helpers/relative-error.ts";
import { patchTensor } from "../../../../helpers/patch-tensor.ts";

describe("convertCheckpoint", () => {
  let root: string;
  let checkpointDir: string;
  let outputDir: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "gavel-convert-"));
    checkpointDir = path.join(root, "fine-tune");
    outputDir = path.join(root, "converted");
    await writeSyntheticCheckpoint(checkpointDir, {
      seed: 4,
      experts: "bfloat16",
      // Not square, so that a transposed matrix fails.
      dimensions: { vocab_size: 64, hidden_size: 64, intermediate_size: 96 },
    });
  });
  afterEach(() => rm(root, { recursive: true }));

  it("writes a checkpoint that computes nearly the same", async () => {
    const seen: { bytes: number; totalBytes: number }[] = [];
    await convertCheckpoint({ checkpointDir, outputDir, onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)!.bytes).toBe(seen.at(-1)!.totalBytes);

    const tokens = [5, 17, 60, 3, 3, 41];
    const [exact, rounded] = [await logits(checkpointDir, tokens), await logits(outputDir, tokens)];
    for (const [position, expected] of exact.entries()) {
      const error = relativeError(Float32Array.from(rounded[position]!), [...expected]);
      expect(error).toBeGreaterThan(0);
      // Untrained weights amplify errors; shuffled experts give 0.6 and more.
      expect(error).toBeLessThan(0.3);
    }
  });

  it("leaves everything else unchanged", async () => {
    await writeFile(path.join(checkpointDir, "tokenizer.json"), "{}");
    await writeFile(path.join(checkpointDir, "LICENSE"), "mine");
    await writeFile(path.join(checkpointDir, "gavel-pull.json.bak"), "no");
    await convertCheckpoint({ checkpointDir, outputDir });
    expect((await readdir(outputDir)).toSorted()).toEqual(
      ["LICENSE", "config.json", "model.safetensors", "tokenizer.json"].toSorted(),
    );
    const config = JSON.parse(await readFile(path.join(outputDir, "config.json"), "utf8"));
    expect(config.quantization_config).toMatchObject({ quant_method: "mxfp4" });

    const [before, after] = [await openCheckpoint(checkpointDir), await openCheckpoint(outputDir)];
    expect(after.experts).toBe("mxfp4");
    for (const [name, spec] of tensorSpecs(after.config)) {
      if (spec.dtype !== "BF16") continue;
      const { length } = after.files.locate(name);
      expect(await after.files.read(name, 0, length)).toEqual(await before.files.read(name, 0, length));
    }
    await Promise.all([before.files.close(), after.files.close()]);
  });

  it.each(PRECISIONS)("results in the same built model as the original checkpoint, %s", async (precision) => {
    await convertCheckpoint({ checkpointDir, outputDir });
    const build = async (from: string, name: string) => {
      const options = { activation: "float32", precision, maxPositions: 32, modelName: "m" } as const;
      await buildModel({ ...options, checkpointDir: from, outputDir: path.join(root, name) });
      return [
        await readFile(path.join(root, name, "model.onnx.data")),
        await readFile(path.join(root, name, "model.onnx")),
      ];
    };
    const [direct, converted] = [await build(checkpointDir, "direct"), await build(outputDir, "by-way")];
    for (const [index, bytes] of direct.entries()) expect(bytes.equals(converted[index]!)).toBe(true);
  });

  it("rejects a checkpoint that is already in MXFP4", async () => {
    await convertCheckpoint({ checkpointDir, outputDir });
    const again = convertCheckpoint({ checkpointDir: outputDir, outputDir: path.join(root, "again") });
    await expect(again).rejects.toThrow(/are already in MXFP4: it needs no conversion/);
  });

  it("writes nothing if a weight is not a number, and names the tensor", async () => {
    const { matrix } = layerTensorNames(1).down;
    await patchTensor(path.join(checkpointDir, "model.safetensors"), matrix, 0, [0xc0, 0x7f]);
    const failed = convertCheckpoint({ checkpointDir, outputDir });
    await expect(failed).rejects.toThrow(CheckpointError);
    await expect(failed).rejects.toThrow(`tensor ${matrix} has a weight that is infinite or not a number`);
    expect(await readdir(root)).toEqual(["fine-tune"]);
  });
});

async function logits(directory: string, tokens: readonly number[]): Promise<Float64Array[]> {
  return (await GptOssReference.load(directory)).forward(tokens);
}
