import { createHash } from "node:crypto";
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CheckpointError } from "../../../../../../engine/local/checkpoint/checkpoint-error.ts";
import { readConfig } from "../../../../../../engine/local/checkpoint/config.ts";
import { float32ToFloat16 } from "../../../../../../engine/local/checkpoint/half-floats.ts";
import { decodeMxfp4 } from "../../../../../../engine/local/checkpoint/mxfp4.ts";
import { SafetensorsCheckpoint } from "../../../../../../engine/local/checkpoint/safetensors.ts";
import { layerTensorNames } from "../../../../../../engine/local/checkpoint/tensor-names.ts";
import { writeSyntheticCheckpoint } from "../../../../../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import { buildModel, type BuildModelOptions } from "../../../../../../engine/local/onnx/export/export.ts";
import { buildGptOssGraph } from "../../../../../../engine/local/onnx/export/gpt-oss-graph.ts";
import { readManifest } from "../../../../../../engine/local/onnx/export/model-manifest.ts";
import type { Precision } from "../../../../../../engine/local/onnx/export/precision.ts";
import { patchTensor } from "../../../../../helpers/patch-tensor.ts";

describe("buildModel", () => {
  let root: string;
  let options: BuildModelOptions;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "gavel-export-"));
    const checkpointDir = path.join(root, "checkpoint");
    await writeSyntheticCheckpoint(checkpointDir, { seed: 3, dimensions: { vocab_size: 64 } });
    options = { checkpointDir, outputDir: path.join(root, "out"), activation: "float32", maxPositions: 32 };
  });

  afterEach(async () => {
    await rm(root, { recursive: true });
  });

  const patch = (tensor: string, index: number, value: number) =>
    patchTensor(path.join(options.checkpointDir, "model.safetensors"), tensor, index, [value]);

  /** Changes a field of config.json. */
  async function configure(change: Record<string, unknown>): Promise<void> {
    const name = path.join(options.checkpointDir, "config.json");
    await writeFile(name, JSON.stringify({ ...JSON.parse(await readFile(name, "utf8")), ...change }));
  }

  it("writes a model, its data and a manifest that describes it", async () => {
    const seen: { bytes: number; totalBytes: number }[] = [];
    await buildModel({ ...options, onProgress: (progress) => seen.push(progress) });
    expect((await readdir(options.outputDir)).sort()).toEqual([
      "gavel-model.json",
      "model.onnx",
      "model.onnx.data",
    ]);
    expect(seen.at(-1)!.bytes).toBe(seen.at(-1)!.totalBytes);
    const config = await readFile(path.join(options.checkpointDir, "config.json"));
    const manifest = await readManifest(options.outputDir);
    expect(manifest).toMatchObject({
      model: "gavel-test-model",
      notice: "untrained test model",
      activation: "float32",
      layers: 2,
      kvHeads: 2,
      headDim: 16,
      vocabSize: 64,
      maxPositions: 32,
      slidingWindow: 128,
      configSha256: createHash("sha256").update(config).digest("hex"),
    });
    expect(manifest.inputs).toContainEqual({
      name: "input_ids",
      dtype: "int64",
      shape: ["batch", "sequence"],
    });
    expect(manifest.outputs).toContainEqual({
      name: "new_value.1",
      dtype: "float32",
      shape: ["batch", "sequence", 32],
    });
  });

  it("names a model after its directory unless a name is given", async () => {
    await configure({ gavel_model_name: null });
    await buildModel(options);
    expect((await readManifest(options.outputDir)).model).toBe("checkpoint");
    await buildModel({ ...options, outputDir: path.join(root, "named"), modelName: "mine" });
    expect((await readManifest(path.join(root, "named"))).model).toBe("mine");
  });

  /** Decoded expert tensors of a checkpoint, and what a float32 build has written for them. */
  async function builtExperts(precision: Precision) {
    await buildModel({ ...options, precision });
    const config = await readConfig(options.checkpointDir);
    const data = await readFile(path.join(options.outputDir, "model.onnx.data"));
    const graphOptions = {
      activation: "float32",
      precision,
      matrices: "bfloat16",
      maxPositions: 32,
      dataFile: "d",
    } as const;
    const { external } = buildGptOssGraph(config, graphOptions);
    const checkpoint = await SafetensorsCheckpoint.open(options.checkpointDir);
    const read = async (name: string) => {
      const { begin, end } = checkpoint.describe(name);
      return checkpoint.read(name, 0, end - begin);
    };
    const range = (name: string) => {
      const { offset, byteLength } = external.find((tensor) => tensor.name === name)!;
      expect(offset % 4096).toBe(0);
      return data.subarray(offset, offset + byteLength);
    };
    const experts = [];
    for (const names of [layerTensorNames(0).down, layerTensorNames(1).gateUp]) {
      const expected = decodeMxfp4(await read(names.blocks), await read(names.scales));
      const scales = range(names.scales);
      const scaleOf = (i: number) => scales.readFloatLE(Math.floor(i / 32) * 4);
      experts.push({ expected, codes: range(names.blocks), scaleOf });
    }
    await checkpoint.close();
    return experts;
  }

  it("stores MXFP4 weights exactly, as codes and scales of QMoE", async () => {
    await patch(layerTensorNames(0).down.scales, 0, 0);
    for (const { expected, codes, scaleOf } of await builtExperts("exact")) {
      expect(codes.length).toBe(expected.length);
      const wrong = expected.findIndex((value, i) => (codes[i]! - 128) * scaleOf(i) !== value + 0);
      expect(wrong).toBe(-1);
    }
    expect((await readManifest(options.outputDir)).precision).toBe("exact");
  });

  it("stores MXFP4 weights within a few per cent in half the space", async () => {
    for (const { expected, codes, scaleOf } of await builtExperts("compact")) {
      expect(codes.length).toBe(expected.length / 2);
      let [error, power] = [0, 0];
      for (const [i, value] of expected.entries()) {
        const nibble = i % 2 === 0 ? codes[i >> 1]! & 15 : codes[i >> 1]! >> 4;
        error += (value - (nibble - 8) * scaleOf(i)) ** 2;
        power += value ** 2;
      }
      expect(Math.sqrt(error / power)).toBeLessThan(0.08);
    }
    expect((await readManifest(options.outputDir)).precision).toBe("compact");
  });

  it("reads shards by their index, to the same bytes", async () => {
    const sharded = path.join(root, "sharded");
    await writeSyntheticCheckpoint(sharded, { seed: 3, dimensions: { vocab_size: 64 }, shards: 4 });
    expect((await readdir(sharded)).filter((name) => name.endsWith(".safetensors"))).toHaveLength(4);
    await buildModel(options);
    await buildModel({ ...options, checkpointDir: sharded, outputDir: path.join(root, "out-sharded") });
    const data = (directory: string) => readFile(path.join(root, directory, "model.onnx.data"));
    expect((await data("out-sharded")).equals(await data("out"))).toBe(true);

    await rm(path.join(sharded, "model-00003-of-00004.safetensors"));
    const building = buildModel({ ...options, checkpointDir: sharded, outputDir: path.join(root, "none") });
    await expect(building).rejects.toThrow(/model-00003-of-00004\.safetensors is missing/);
  });

  it("can read weights in place, also through the symbolic links of a download", async () => {
    const download = path.join(root, "download");
    await mkdir(download);
    for (const name of await readdir(options.checkpointDir)) {
      await symlink(path.join(options.checkpointDir, name), path.join(download, name));
    }
    await buildModel({ ...options, checkpointDir: download, linkWeights: true });
    const inode = async (directory: string) => (await lstat(path.join(directory, "model.safetensors"))).ino;
    expect(await inode(options.outputDir)).toBe(await inode(options.checkpointDir));
    const linkedBytes = (await lstat(path.join(options.outputDir, "model.onnx.data"))).size;
    await buildModel({ ...options, outputDir: path.join(root, "written") });
    expect((await lstat(path.join(root, "written", "model.onnx.data"))).size).toBeGreaterThan(linkedBytes);
  });

  it("converts in pieces of a few megabytes", async () => {
    const large = path.join(root, "large");
    await writeSyntheticCheckpoint(large, { seed: 3 });
    let before = 0;
    let largest = 0;
    await buildModel({
      ...options,
      checkpointDir: large,
      onProgress: ({ bytes }) => {
        largest = Math.max(largest, bytes - before);
        before = bytes;
      },
    });
    expect(before).toBeGreaterThan(70e6);
    expect(largest).toBeLessThanOrEqual(16 * 2 ** 20);
  });

  it("can round to float16", async () => {
    await buildModel({ ...options, activation: "float16" });
    const config = await readConfig(options.checkpointDir);
    const graph = buildGptOssGraph(config, {
      activation: "float16",
      precision: "exact",
      matrices: "bfloat16",
      maxPositions: 32,
      dataFile: "d",
    });
    const data = await readFile(path.join(options.outputDir, "model.onnx.data"));
    const sine = graph.external.find((tensor) => tensor.name === "rope.sin")!;
    const second = data.readUInt16LE(sine.offset + sine.byteLength / 32);
    expect(second).toBe(float32ToFloat16(Math.sin(1) * (0.1 * Math.log(32) + 1)));
    const manifest = await readManifest(options.outputDir);
    expect(manifest.inputs.find(({ name }) => name === "past_key.0")!.dtype).toBe("float16");
    expect(manifest.outputs.find(({ name }) => name === "logits")!.dtype).toBe("float32");
  });

  it("leaves no files if a weight is invalid", async () => {
    await patch(layerTensorNames(1).gateUp.scales, 5, 255);
    await expect(buildModel(options)).rejects.toThrow(CheckpointError);
    await expect(buildModel(options)).rejects.toThrow(/model\.layers\.1\.mlp\.experts\.gate_up_proj_scales/);
    expect(await readdir(root)).toEqual(["checkpoint"]);
  });

  it("rejects a scale that is too large for float16", async () => {
    await patch(layerTensorNames(0).down.scales, 0, 150);
    await expect(buildModel({ ...options, activation: "float16" })).rejects.toThrow(/too large for float16/);
    await buildModel(options);
  });

  it.each([
    [{ hidden_size: 96 }, /tensor model\.embed_tokens\.weight is BF16 \[64, 64\], expected BF16 \[64, 96\]/],
    [{ num_local_experts: 5 }, /tensor model\.layers\.0\.mlp\.router\.weight/],
    [
      { num_hidden_layers: 3, layer_types: ["full_attention", "full_attention", "full_attention"] },
      /lacks tensor model\.layers\.2\.input_layernorm\.weight/,
    ],
  ])("rejects a checkpoint that does not match its config: %j", async (change, message) => {
    await configure(change);
    await expect(buildModel(options)).rejects.toThrow(CheckpointError);
    await expect(buildModel(options)).rejects.toThrow(message);
  });

  it("rejects invalid limits and a non-empty directory", async () => {
    await expect(buildModel({ ...options, maxPositions: 0 })).rejects.toThrow(/longest context/);
    await expect(buildModel({ ...options, maxPositions: 131_073 })).rejects.toThrow(/131072/);
    await expect(buildModel({ ...options, outputDir: options.checkpointDir })).rejects.toThrow(/not empty/);
  });
});

describe("readManifest", () => {
  it("rejects anything but a manifest of this version", async () => {
    const directory = await mkdtemp(path.join(tmpdir(), "gavel-manifest-"));
    try {
      await expect(readManifest(directory)).rejects.toThrow(/build the model first/);
      for (const text of ["null", "{}", '{"format":0}']) {
        await writeFile(path.join(directory, "gavel-model.json"), text);
        await expect(readManifest(directory)).rejects.toThrow(CheckpointError);
      }
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
