import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "../../../../../engine/local/checkpoint/checkpoint-error.ts";
import { parseConfig, readConfig } from "../../../../../engine/local/checkpoint/config.ts";

/** The fields of openai/gpt-oss-20b's config.json, with three layers. */
function gptOss(): Record<string, unknown> {
  return {
    architectures: ["GptOssForCausalLM"],
    attention_bias: true,
    head_dim: 64,
    hidden_size: 2880,
    intermediate_size: 2880,
    layer_types: ["sliding_attention", "full_attention", "sliding_attention"],
    max_position_embeddings: 131072,
    model_type: "gpt_oss",
    num_attention_heads: 64,
    num_experts_per_tok: 4,
    num_hidden_layers: 3,
    num_key_value_heads: 8,
    num_local_experts: 32,
    rms_norm_eps: 1e-5,
    rope_scaling: {
      beta_fast: 32,
      beta_slow: 1,
      factor: 32,
      original_max_position_embeddings: 4096,
      rope_type: "yarn",
      truncate: false,
    },
    rope_theta: 150000,
    sliding_window: 128,
    swiglu_limit: 7,
    tie_word_embeddings: false,
    vocab_size: 201088,
  };
}

describe("parseConfig", () => {
  it("reads the fields of a gpt-oss checkpoint", () => {
    expect(parseConfig(gptOss())).toEqual({
      hiddenSize: 2880,
      numHiddenLayers: 3,
      numAttentionHeads: 64,
      numKeyValueHeads: 8,
      headDim: 64,
      numLocalExperts: 32,
      numExpertsPerToken: 4,
      intermediateSize: 2880,
      tieWordEmbeddings: false,
      vocabSize: 201088,
      rmsNormEps: 1e-5,
      ropeTheta: 150000,
      ropeScaling: {
        factor: 32,
        betaFast: 32,
        betaSlow: 1,
        originalMaxPositionEmbeddings: 4096,
        truncate: false,
      },
      slidingWindow: 128,
      layerTypes: ["sliding_attention", "full_attention", "sliding_attention"],
      swigluLimit: 7,
      maxPositionEmbeddings: 131072,
      modelName: null,
      notice: null,
    });
  });

  it("reads the format of transformers 5", () => {
    const { rope_scaling: scaling, rope_theta: theta, ...others } = gptOss();
    const written = { ...others, rope_parameters: { ...(scaling as object), rope_theta: theta } };
    const expected = parseConfig({ ...gptOss(), torch_dtype: "bfloat16" });
    expect(parseConfig({ ...written, dtype: "bfloat16" })).toEqual(expected);
    // A converted configuration may have both the old and the new fields.
    expect(parseConfig({ ...written, rope_theta: theta, rope_scaling: null })).toEqual(expected);
    expect(() => parseConfig({ ...written, rope_parameters: scaling })).toThrow(/rope_theta/);
    expect(() => parseConfig({ ...written, rope_parameters: { rope_type: "default" } })).toThrow(
      'rope_parameters.rope_type must be "yarn", the only supported type, not "default"',
    );
  });

  it("names each missing field", () => {
    const needed = Object.keys(gptOss()).filter(
      (name) => !["attention_bias", "model_type", "tie_word_embeddings"].includes(name),
    );
    for (const name of needed) {
      const config = gptOss();
      delete config[name];
      expect(() => parseConfig(config)).toThrow(name);
    }
  });

  it.each([
    [{ architectures: ["LlamaForCausalLM"] }, "must name GptOssForCausalLM, not LlamaForCausalLM"],
    [{ architectures: "GptOssForCausalLM" }, "architectures"],
    [{ quantization_config: { quant_method: "gptq" } }, 'quant_method must be "mxfp4", not "gptq"'],
    [{ quantization_config: {} }, "not absent"],
    [{ rope_scaling: { rope_type: "yarn", mscale: 1 } }, "rope_scaling.mscale is not supported"],
    [{ hidden_size: "2880" }, "hidden_size"],
    [{ hidden_size: 2881 }, "hidden_size"],
    [{ hidden_size: 2 ** 31 }, "hidden_size"],
    [{ num_hidden_layers: 0 }, "num_hidden_layers"],
    [{ num_hidden_layers: 4 }, "layer_types"],
    [{ layer_types: ["full_attention", "full_attention", "linear_attention"] }, "layer_types[2]"],
    [{ num_attention_heads: 60 }, "num_attention_heads"],
    [{ num_experts_per_tok: 33 }, "num_experts_per_tok"],
    [{ head_dim: 8 }, "head_dim"],
    [{ rms_norm_eps: -1 }, "rms_norm_eps"],
    [{ rope_scaling: { rope_type: "linear" } }, "rope_scaling.rope_type"],
    [{ rope_scaling: { rope_type: "yarn", factor: 32 } }, "rope_scaling.beta_fast"],
    [{ rope_scaling: null }, "rope_scaling"],
    [{ gavel_notice: 5 }, "gavel_notice"],
  ])("rejects %j", (change, field) => {
    expect(() => parseConfig({ ...gptOss(), ...change })).toThrow(CheckpointError);
    expect(() => parseConfig({ ...gptOss(), ...change })).toThrow(field);
  });

  it("throws only CheckpointError, for any input", () => {
    const keys = Object.keys(gptOss());
    const changes = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue());
    fc.assert(
      fc.property(changes, (change) => {
        let thrown: unknown = null;
        try {
          parseConfig({ ...gptOss(), ...change });
        } catch (error) {
          thrown = error;
        }
        expect(thrown === null || thrown instanceof CheckpointError).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe("readConfig", () => {
  it("says what is wrong with the file", async () => {
    const directory = await mkdtemp(path.join(tmpdir(), "gavel-config-"));
    try {
      await expect(readConfig(directory)).rejects.toThrow(/config\.json cannot be read/);
      await writeFile(path.join(directory, "config.json"), "{");
      await expect(readConfig(directory)).rejects.toThrow(/is not JSON/);
      await writeFile(path.join(directory, "config.json"), "[]");
      await expect(readConfig(directory)).rejects.toThrow(CheckpointError);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
