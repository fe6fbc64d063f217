import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../../../../../engine/local/checkpoint/config.ts";
import { SafetensorsCheckpoint } from "../../../../../engine/local/checkpoint/safetensors.ts";
import { tensorSpecs } from "../../../../../engine/local/checkpoint/tensor-names.ts";
import { writeSyntheticCheckpoint } from "../../../../../engine/local/synthetic/write-synthetic-checkpoint.ts";

describe("writeSyntheticCheckpoint", () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "gavel-checkpoint-"));
  });

  afterEach(async () => {
    await rm(root, { recursive: true });
  });

  const tiny = { vocab_size: 64 };
  const digest = async (directory: string) =>
    createHash("sha256")
      .update(await readFile(path.join(directory, "model.safetensors")))
      .digest("hex");

  it("has every tensor of the layout, and a notice that it is untrained", async () => {
    const directory = path.join(root, "model");
    await writeSyntheticCheckpoint(directory, { seed: 1, dimensions: tiny });
    const config = await readConfig(directory);
    expect(config.notice).toBe("untrained test model");
    expect(config.layerTypes).toEqual(["sliding_attention", "full_attention"]);
    const checkpoint = await SafetensorsCheckpoint.open(directory);
    for (const [name, spec] of tensorSpecs(config)) expect(checkpoint.describe(name)).toMatchObject(spec);
    expect(checkpoint.describe("model.layers.1.mlp.experts.gate_up_proj_blocks").shape).toEqual([
      4, 128, 2, 16,
    ]);
    await checkpoint.close();
  });

  it("writes the same bytes for the same seed, and different ones for another", async () => {
    const [a, b, c] = [path.join(root, "a"), path.join(root, "b"), path.join(root, "c")];
    await writeSyntheticCheckpoint(a, { seed: 1, dimensions: tiny });
    await writeSyntheticCheckpoint(b, { seed: 1, dimensions: tiny });
    await writeSyntheticCheckpoint(c, { seed: 2, dimensions: tiny });
    expect(await digest(b)).toBe(await digest(a));
    expect(await digest(c)).not.toBe(await digest(a));
  });

  it("has not changed the bytes of a seed", async () => {
    const directory = path.join(root, "model");
    await writeSyntheticCheckpoint(directory, { seed: 1, dimensions: tiny });
    expect(await digest(directory)).toMatch(/^91d7602278a081d9/);
  });

  it("writes shards with the index of Hugging Face's layout", async () => {
    const [one, three] = [path.join(root, "one"), path.join(root, "three")];
    await writeSyntheticCheckpoint(one, { seed: 1, dimensions: tiny });
    await writeSyntheticCheckpoint(three, { seed: 1, dimensions: tiny, shards: 3 });
    expect((await readdir(three)).sort()).toEqual([
      "config.json",
      "model-00001-of-00003.safetensors",
      "model-00002-of-00003.safetensors",
      "model-00003-of-00003.safetensors",
      "model.safetensors.index.json",
    ]);
    const [whole, sharded] = [await SafetensorsCheckpoint.open(one), await SafetensorsCheckpoint.open(three)];
    let total = 0;
    for (const name of tensorSpecs(await readConfig(one)).keys()) {
      const { begin, end } = whole.describe(name);
      total += end - begin;
      expect(await sharded.read(name, 0, end - begin)).toEqual(await whole.read(name, 0, end - begin));
    }
    const index = JSON.parse(await readFile(path.join(three, "model.safetensors.index.json"), "utf8"));
    expect(index.metadata.total_size).toBe(total);
    await Promise.all([whole.close(), sharded.close()]);
  });

  it("has the shape of the 20b model, quickly and by its seed", async () => {
    const [a, b, c] = [path.join(root, "a"), path.join(root, "b"), path.join(root, "c")];
    // One layer and few of its experts.
    const dimensions = { vocab_size: 64, num_hidden_layers: 1, num_local_experts: 4 };
    await writeSyntheticCheckpoint(a, { shape: "20b", seed: 1, dimensions, shards: 1 });
    await writeSyntheticCheckpoint(b, { shape: "20b", seed: 1, dimensions, shards: 1 });
    await writeSyntheticCheckpoint(c, { shape: "20b", seed: 2, dimensions, shards: 1 });
    expect(await digest(b)).toBe(await digest(a));
    expect(await digest(c)).not.toBe(await digest(a));
    expect(await readConfig(a)).toMatchObject({
      hiddenSize: 2880,
      numAttentionHeads: 64,
      numKeyValueHeads: 8,
      headDim: 64,
      intermediateSize: 2880,
    });
    const checkpoint = await SafetensorsCheckpoint.open(a);
    const codes = await checkpoint.read("model.layers.0.mlp.experts.down_proj_blocks", 0, 1 << 20);
    const counts = new Uint32Array(256);
    for (const code of codes) counts[code]! += 1;
    expect(Math.min(...counts) / Math.max(...counts)).toBeGreaterThan(0.5);
    await checkpoint.close();
  });

  it("reports progress up to the whole", async () => {
    const seen: { bytes: number; totalBytes: number }[] = [];
    const onProgress = (progress: { bytes: number; totalBytes: number }) => seen.push(progress);
    await writeSyntheticCheckpoint(path.join(root, "model"), { seed: 1, dimensions: tiny, onProgress });
    expect(seen.at(-1)!.bytes).toBe(seen.at(-1)!.totalBytes);
    expect(seen.map(({ bytes }) => bytes)).toEqual(seen.map(({ bytes }) => bytes).sort((x, y) => x - y));
  });

  it("accepts an empty directory and does not touch a non-empty one", async () => {
    const directory = path.join(root, "model");
    await mkdir(directory);
    await writeSyntheticCheckpoint(directory, { seed: 1, dimensions: tiny });
    const before = await digest(directory);
    await expect(writeSyntheticCheckpoint(directory, { seed: 2, dimensions: tiny })).rejects.toThrow(
      /not empty/,
    );
    expect(await digest(directory)).toBe(before);
    await writeFile(path.join(root, "file"), "");
    await expect(writeSyntheticCheckpoint(path.join(root, "file"), { seed: 1 })).rejects.toMatchObject({
      code: "ENOTDIR",
    });
  });

  it("leaves no files when it fails", async () => {
    const onProgress = () => {
      throw new Error("stop");
    };
    const writing = writeSyntheticCheckpoint(path.join(root, "model"), {
      seed: 1,
      dimensions: tiny,
      onProgress,
    });
    await expect(writing).rejects.toThrow("stop");
    expect(await readdir(root)).toEqual([]);
    const impossible = writeSyntheticCheckpoint(path.join(root, "model"), {
      seed: 1,
      dimensions: { head_dim: 15 },
    });
    await expect(impossible).rejects.toThrow(/head_dim/);
  });
});
