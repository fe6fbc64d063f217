import { writeFile } from "node:fs/promises";
import path from "node:path";
import { parseConfig } from "./config.ts";
import { float32ToBfloat16 } from "./half-floats.ts";
import { writeNewDirectory } from "./new-directory.ts";
import { fnv1a, mulberry32 } from "./random.ts";
import { byteLength, writeSafetensors, type TensorToWrite } from "./safetensors-writer.ts";
import { EMBEDDING, LM_HEAD, tensorSpecs, type TensorSpec } from "./tensor-names.ts";

/** Sizes of a test checkpoint that may differ from the default; spelled as config.json spells them. */
export interface TestCheckpointDimensions {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads: number;
  readonly head_dim: number;
  readonly num_local_experts: number;
  readonly num_experts_per_tok: number;
  readonly sliding_window: number;
}

export interface TestCheckpointOptions {
  readonly seed: number;
  readonly dimensions?: Partial<TestCheckpointDimensions>;
  readonly onProgress?: (progress: { readonly bytes: number; readonly totalBytes: number }) => void;
}

/** The whole vocabulary of o200k_harmony, so that the real tokenizer works; all else is small. */
const DEFAULT_DIMENSIONS: TestCheckpointDimensions = {
  vocab_size: 201_088,
  hidden_size: 64,
  intermediate_size: 64,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  head_dim: 16,
  num_local_experts: 4,
  num_experts_per_tok: 2,
  sliding_window: 128,
};

/**
 * Writes an untrained gpt-oss checkpoint in Hugging Face's layout (config.json, model.safetensors): the
 * same bytes for the same seed and dimensions. `directory` appears complete or not at all; it must not hold
 * anything yet. Throws CheckpointError.
 */
export async function writeTestCheckpoint(directory: string, options: TestCheckpointOptions): Promise<void> {
  const json = configJson({ ...DEFAULT_DIMENSIONS, ...options.dimensions });
  const config = parseConfig(json);
  const tensors = [...tensorSpecs(config)].map(([name, spec]) => ({
    ...spec,
    name,
    fill: filler(name, spec, mulberry32(fnv1a(name) ^ options.seed)),
  })) satisfies TensorToWrite[];
  const totalBytes = tensors.reduce((sum, tensor) => sum + byteLength(tensor), 0);
  let bytes = 0;

  await writeNewDirectory(directory, async (temporary) => {
    await writeFile(path.join(temporary, "config.json"), `${JSON.stringify(json, null, 2)}\n`, {
      flush: true,
    });
    await writeSafetensors(path.join(temporary, "model.safetensors"), tensors, (written) => {
      bytes += written;
      options.onProgress?.({ bytes, totalBytes });
    });
  });
}

function configJson(dimensions: TestCheckpointDimensions) {
  return {
    architectures: ["GptOssForCausalLM"],
    model_type: "gpt_oss",
    gavel_model_name: "gavel-test-model",
    gavel_notice: "untrained test model",
    ...dimensions,
    attention_bias: true,
    eos_token_id: 200002,
    hidden_act: "silu",
    initial_context_length: 4096,
    layer_types: Array.from({ length: dimensions.num_hidden_layers }, (_, layer) =>
      layer % 2 === 0 ? "sliding_attention" : "full_attention",
    ),
    max_position_embeddings: 131_072,
    pad_token_id: 199999,
    quantization_config: {
      quant_method: "mxfp4",
      modules_to_not_convert: [
        "model.layers.*.self_attn",
        "model.layers.*.mlp.router",
        "model.embed_tokens",
        "lm_head",
      ],
    },
    rms_norm_eps: 1e-5,
    rope_scaling: {
      rope_type: "yarn",
      factor: 32,
      beta_fast: 32,
      beta_slow: 1,
      original_max_position_embeddings: 4096,
      truncate: false,
    },
    rope_theta: 150_000,
    swiglu_limit: 7,
    tie_word_embeddings: false,
    torch_dtype: "bfloat16",
  };
}

type Random = () => number;

/**
 * Scales are chosen so that every part of the model matters: attention scores and router logits spread
 * over a few units, gates reach the clamp at `swiglu_limit`, each layer adds about as much as the
 * embedding, and logits spread over about 3 units, so that greedy decoding wanders.
 */
function filler(name: string, spec: TensorSpec, random: Random) {
  if (name.endsWith("_blocks")) return bytesBetween(0, 255, random);
  // E8M0 codes: 122 stands for 2^-5. Random E2M1 values have a root mean square of 2.9.
  if (name.endsWith("gate_up_proj_scales")) return bytesBetween(122, 125, random);
  if (name.endsWith("_scales")) return bytesBetween(119, 121, random);
  if (name.endsWith("norm.weight") || name.endsWith("layernorm.weight")) return bf16Around(1, 0.1, random);
  if (name.endsWith("bias")) return bf16Around(0, 0.1, random);
  if (name.endsWith("sinks") || name === EMBEDDING) return bf16Around(0, 1, random);
  const fanIn = spec.shape.at(-1)!;
  let gain = 1;
  if (name === LM_HEAD) gain = 3;
  else if (/\.[qk]_proj\./.test(name)) gain = 1.2;
  else if (name.includes(".router.")) gain = 2;
  return bf16Around(0, gain / Math.sqrt(fanIn), random);
}

/** Uniform over whole numbers, both ends included. */
function bytesBetween(low: number, high: number, random: Random) {
  return (piece: Uint8Array) => {
    for (let i = 0; i < piece.length; i += 1) piece[i] = low + Math.floor(random() * (high - low + 1));
  };
}

/** bfloat16, uniform around `mean` with the given standard deviation. */
function bf16Around(mean: number, deviation: number, random: Random) {
  const width = deviation * Math.sqrt(12);
  return (piece: Uint8Array) => {
    const values = new Uint16Array(piece.buffer, piece.byteOffset, piece.byteLength / 2);
    for (let i = 0; i < values.length; i += 1) values[i] = float32ToBfloat16(mean + (random() - 0.5) * width);
  };
}
