import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { CheckpointError } from "../../../../../../engine/local/checkpoint/checkpoint-error.ts";
import { linkShards } from "../../../../../../engine/local/onnx/export/link-shards.ts";

it("names the file that cannot be linked, and the reason", async () => {
  const root = await mkdtemp(path.join(tmpdir(), "gavel-link-"));
  try {
    const modelDir = path.join(root, "model");
    await mkdir(modelDir);
    await writeFile(path.join(root, "a.safetensors"), "a");
    await linkShards(root, new Set(["a.safetensors"]), modelDir);
    const again = linkShards(root, new Set(["a.safetensors"]), modelDir);
    await expect(again).rejects.toThrow(CheckpointError);
    await expect(again).rejects.toThrow(/^a\.safetensors cannot be hard-linked .+ \(EEXIST\)/);
  } finally {
    await rm(root, { recursive: true });
  }
});
