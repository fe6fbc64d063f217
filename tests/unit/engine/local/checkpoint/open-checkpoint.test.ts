import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CheckpointError } from "../../../../../engine/local/checkpoint/checkpoint-error.ts";
import { openCheckpoint } from "../../../../../engine/local/checkpoint/open-checkpoint.ts";
import { SafetensorsCheckpoint } from "../../../../../engine/local/checkpoint/safetensors.ts";
import { filledPieces, writeSafetensors } from "../../../../../engine/local/checkpoint/safetensors-writer.ts";
import type { TensorSpec } from "../../../../../engine/local/checkpoint/tensor-names.ts";
import { writeSyntheticCheckpoint } from "../../../../../engine/local/synthetic/write-synthetic-checkpoint.ts";

const DIMENSIONS = { vocab_size: 64 };
const MERGE = /Merge it into the weights \(with PEFT: merge_and_unload\(\), then save_pretrained\(\)\)/;

describe("openCheckpoint", () => {
  let root: string;
  let directory: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "gavel-open-"));
    directory = path.join(root, "checkpoint");
    await writeSyntheticCheckpoint(directory, { seed: 1, dimensions: DIMENSIONS });
  });
  afterEach(() => rm(root, { recursive: true }));

  const at = (...names: string[]) => path.join(directory, ...names);

  /** Returns why the directory is rejected. */
  async function refusal(): Promise<string> {
    const error: unknown = await openCheckpoint(directory).then(
      ({ files }) => files.close(),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(CheckpointError);
    return (error as CheckpointError).message;
  }

  /** Rewrites the checkpoint with additional tensors. */
  async function addTensors(added: Record<string, TensorSpec>): Promise<void> {
    const original = path.join(root, "original");
    await rename(directory, original);
    await mkdir(directory);
    await copyFile(path.join(original, "config.json"), at("config.json"));
    const files = await SafetensorsCheckpoint.open(original);
    const kept = [...files.names()].map((name) => ({
      ...(files.describe(name) as unknown as TensorSpec),
      name,
      pieces: () => files.stream(name, 1 << 20),
    }));
    const others = Object.entries(added).map(([name, spec]) => ({
      ...spec,
      name,
      pieces: () => filledPieces(spec, () => {}),
    }));
    await writeSafetensors(at("model.safetensors"), [...kept, ...others], () => {});
    await files.close();
  }

  const vector: TensorSpec = { dtype: "BF16", shape: [8] };

  it.each(["mxfp4", "bfloat16"] as const)("reports experts in %s", async (experts) => {
    const other = path.join(root, experts);
    await writeSyntheticCheckpoint(other, { seed: 1, dimensions: DIMENSIONS, experts });
    const opened = await openCheckpoint(other);
    expect(opened.experts).toBe(experts);
    await opened.files.close();
  });

  it.each([
    ["adapter_config.json"],
    ["adapter_model.safetensors"],
    ["adapter_model.bin"],
    ["lora", "adapter_config.json"],
  ])("rejects an adapter in the directory: %s %s", async (...names) => {
    await mkdir(path.dirname(at(...names)), { recursive: true });
    await writeFile(at(...names), "{}");
    const message = await refusal();
    expect(message).toContain(`${directory} contains an adapter (${path.join(...names)})`);
    expect(message).toMatch(MERGE);
    expect(message).toContain(
      "to run the model without the adapter, move the adapter's files out of the directory",
    );
  });

  it("recognizes an adapter without a model", async () => {
    await rm(at("config.json"));
    await writeFile(at("adapter_config.json"), "{}");
    expect(await refusal()).toContain("contains an adapter (adapter_config.json)");
  });

  it.each([
    "model.layers.0.self_attn.q_proj.lora_A.weight",
    "model.layers.0.self_attn.q_proj.lora_B.default.weight",
    "base_model.model.model.layers.1.self_attn.o_proj.base_layer.weight",
  ])("rejects an adapter among the weights: %s", async (name) => {
    await addTensors({ [name]: vector });
    const message = await refusal();
    expect(message).toContain(`the weights contain an adapter that is not merged (${name})`);
    expect(message).toMatch(MERGE);
  });

  it("rejects layers that config.json does not have", async () => {
    await addTensors({ "model.layers.2.input_layernorm.weight": vector });
    expect(await refusal()).toMatch(
      /^the weights have a layer 2 \(model\.layers\.2\.input_layernorm\.weight\), but config\.json has only 2 layers/,
    );
  });

  it.each([
    "model.layers.0.self_attn.q_norm.weight",
    "score.weight",
    "model.layers.0.mlp.experts.gate_up_projs.0.weight",
    "model.layers.1.mlp.experts.down_proj",
  ])("rejects a tensor that config.json does not define: %s", async (name) => {
    await addTensors({ [name]: vector });
    expect(await refusal()).toContain(
      `the weights have a tensor that a gpt-oss model with this config.json does not have: ${name}. Save the model with`,
    );
  });

  it("says in which type to save the weights", async () => {
    const text = await readFile(at("model.safetensors"));
    const headerBytes = Number(text.readBigUInt64LE(0));
    const header = text.toString("utf8", 8, 8 + headerBytes).replace('"BF16"', '"F16" ');
    text.write(header, 8);
    await writeFile(at("model.safetensors"), text);
    expect(await refusal()).toMatch(/is F16 \[.*\], expected BF16 \[.*\]; save the model in bfloat16$/);
  });

  it("rejects a single file and the index of another save", async () => {
    await rm(directory, { recursive: true });
    await writeSyntheticCheckpoint(directory, { seed: 1, dimensions: DIMENSIONS, shards: 2 });
    await writeSyntheticCheckpoint(path.join(root, "newer"), { seed: 2, dimensions: DIMENSIONS });
    await copyFile(path.join(root, "newer", "model.safetensors"), at("model.safetensors"));
    expect(await refusal()).toBe(
      `${directory} contains model.safetensors, which model.safetensors.index.json does not list. Move model.safetensors out ` +
        "of the directory, or, if it is the model, the index and its shards",
    );
  });

  it("rejects shards and a single file, but ignores hidden files of macOS", async () => {
    await writeFile(at("._model.safetensors"), "");
    await (await openCheckpoint(directory)).files.close();
    await copyFile(at("model.safetensors"), at("model-00001-of-00002.safetensors"));
    expect(await refusal()).toBe(
      `${directory} contains model-00001-of-00002.safetensors and model.safetensors, and no index that says which belong ` +
        "together. Move the files of other models out of the directory",
    );
  });

  it("rejects a tensor of a shard that the index does not list", async () => {
    await rm(directory, { recursive: true });
    await writeSyntheticCheckpoint(directory, { seed: 1, dimensions: DIMENSIONS, shards: 2 });
    const index = JSON.parse(await readFile(at("model.safetensors.index.json"), "utf8"));
    delete index.weight_map["lm_head.weight"];
    await writeFile(at("model.safetensors.index.json"), JSON.stringify(index));
    expect(await refusal()).toBe(
      "model-00002-of-00002.safetensors has tensor lm_head.weight, but model.safetensors.index.json lists it elsewhere or not at all",
    );
  });
});
