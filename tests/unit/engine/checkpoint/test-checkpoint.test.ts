import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CheckpointError } from "../../../../engine/checkpoint/checkpoint-error.ts";
import { readConfig } from "../../../../engine/checkpoint/config.ts";
import { SafetensorsCheckpoint } from "../../../../engine/checkpoint/safetensors.ts";
import { tensorSpecs } from "../../../../engine/checkpoint/tensor-names.ts";
import { writeTestCheckpoint } from "../../../../engine/checkpoint/test-checkpoint.ts";

describe("writeTestCheckpoint", () => {
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

  it("has every tensor of the layout, and says that it is untrained", async () => {
    const directory = path.join(root, "model");
    await writeTestCheckpoint(directory, { seed: 1, dimensions: tiny });
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

  it("writes the same bytes for a seed and others for another", async () => {
    const [a, b, c] = [path.join(root, "a"), path.join(root, "b"), path.join(root, "c")];
    await writeTestCheckpoint(a, { seed: 1, dimensions: tiny });
    await writeTestCheckpoint(b, { seed: 1, dimensions: tiny });
    await writeTestCheckpoint(c, { seed: 2, dimensions: tiny });
    expect(await digest(b)).toBe(await digest(a));
    expect(await digest(c)).not.toBe(await digest(a));
  });

  it("reports progress up to the whole", async () => {
    const seen: { bytes: number; totalBytes: number }[] = [];
    const onProgress = (progress: { bytes: number; totalBytes: number }) => seen.push(progress);
    await writeTestCheckpoint(path.join(root, "model"), { seed: 1, dimensions: tiny, onProgress });
    expect(seen.at(-1)!.bytes).toBe(seen.at(-1)!.totalBytes);
    expect(seen.map(({ bytes }) => bytes)).toEqual(seen.map(({ bytes }) => bytes).sort((x, y) => x - y));
  });

  it("takes an empty directory and leaves a full one alone", async () => {
    const directory = path.join(root, "model");
    await mkdir(directory);
    await writeTestCheckpoint(directory, { seed: 1, dimensions: tiny });
    const before = await digest(directory);
    await expect(writeTestCheckpoint(directory, { seed: 2, dimensions: tiny })).rejects.toThrow(/not empty/);
    expect(await digest(directory)).toBe(before);
    await writeFile(path.join(root, "file"), "");
    await expect(writeTestCheckpoint(path.join(root, "file"), { seed: 1 })).rejects.toThrow(CheckpointError);
  });

  it("leaves nothing behind when it fails", async () => {
    const onProgress = () => {
      throw new Error("stop");
    };
    const writing = writeTestCheckpoint(path.join(root, "model"), { seed: 1, dimensions: tiny, onProgress });
    await expect(writing).rejects.toThrow("stop");
    expect(await readdir(root)).toEqual([]);
    const impossible = writeTestCheckpoint(path.join(root, "model"), {
      seed: 1,
      dimensions: { head_dim: 15 },
    });
    await expect(impossible).rejects.toThrow(/head_dim/);
  });
});
