import { readFile } from "node:fs/promises";
import path from "node:path";
import { CheckpointError } from "./checkpoint-error.ts";

export type LayerType = "sliding_attention" | "full_attention";

/** YaRN as in "YaRN: Efficient Context Window Extension of Large Language Models", arXiv:2309.00071. */
export interface YarnScaling {
  readonly factor: number;
  readonly betaFast: number;
  readonly betaSlow: number;
  readonly originalMaxPositionEmbeddings: number;
  /** True if the bounds of the interpolation ramp are rounded outwards to whole dimensions. */
  readonly truncate: boolean;
}

/** The shape of the model, from config.json of a gpt-oss checkpoint. */
export interface GptOssConfig {
  readonly hiddenSize: number;
  readonly numHiddenLayers: number;
  readonly numAttentionHeads: number;
  readonly numKeyValueHeads: number;
  readonly headDim: number;
  readonly numLocalExperts: number;
  readonly numExpertsPerToken: number;
  readonly intermediateSize: number;
  readonly vocabSize: number;
  /** True if the output layer shares the embedding's weights. */
  readonly tieWordEmbeddings: boolean;
  readonly rmsNormEps: number;
  readonly ropeTheta: number;
  readonly ropeScaling: YarnScaling;
  readonly slidingWindow: number;
  readonly layerTypes: readonly LayerType[];
  readonly swigluLimit: number;
  readonly maxPositionEmbeddings: number;
  /** Gavel's own field gavel_model_name; null in other checkpoints. */
  readonly modelName: string | null;
  /** Gavel's own field gavel_notice: a warning for everyone who reads the model's answers, or null. */
  readonly notice: string | null;
}

/** Reads `config.json` of a checkpoint directory. Throws CheckpointError. */
export async function readConfig(directory: string): Promise<GptOssConfig> {
  const file = path.join(directory, "config.json");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new CheckpointError(`config.json cannot be read in ${directory}`, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CheckpointError(`${file} is not JSON`, { cause });
  }
  return parseConfig(value);
}

/** Checks a parsed config.json of GptOssForCausalLM. Throws CheckpointError naming the first wrong field. */
export function parseConfig(value: unknown): GptOssConfig {
  const fields = new Fields(value, "");
  const architectures = fields.get("architectures");
  if (!Array.isArray(architectures) || !architectures.includes("GptOssForCausalLM")) {
    const named = Array.isArray(architectures) ? `, not ${architectures.join(", ").slice(0, 200)}` : "";
    throw new CheckpointError(`config.json: architectures must name GptOssForCausalLM${named}`);
  }
  checkQuantization(fields.get("quantization_config"));
  const numHiddenLayers = fields.count("num_hidden_layers");
  const rope = ropeFields(fields);
  const ropeScaling = parseYarn(rope);
  const config: GptOssConfig = {
    hiddenSize: fields.count("hidden_size"),
    numHiddenLayers,
    numAttentionHeads: fields.count("num_attention_heads"),
    numKeyValueHeads: fields.count("num_key_value_heads"),
    headDim: fields.count("head_dim"),
    numLocalExperts: fields.count("num_local_experts"),
    numExpertsPerToken: fields.count("num_experts_per_tok"),
    intermediateSize: fields.count("intermediate_size"),
    vocabSize: fields.count("vocab_size"),
    tieWordEmbeddings: fields.get("tie_word_embeddings") === true,
    rmsNormEps: fields.positive("rms_norm_eps"),
    ropeTheta: (rope.get("rope_theta") === undefined ? fields : rope).positive("rope_theta"),
    ropeScaling,
    slidingWindow: fields.count("sliding_window"),
    layerTypes: parseLayerTypes(fields.get("layer_types"), numHiddenLayers),
    swigluLimit: fields.positive("swiglu_limit"),
    maxPositionEmbeddings: fields.count("max_position_embeddings"),
    modelName: fields.optionalText("gavel_model_name"),
    notice: fields.optionalText("gavel_notice"),
  };
  checkDimensions(config);
  return config;
}

/** transformers 4 writes rope_scaling and rope_theta; transformers 5 writes rope_parameters with rope_theta inside. */
function ropeFields(fields: Fields): Fields {
  const name = fields.get("rope_parameters") == null ? "rope_scaling" : "rope_parameters";
  return new Fields(fields.get(name), name);
}

function checkQuantization(value: unknown): void {
  if (value == null) return;
  const method = new Fields(value, "quantization_config").get("quant_method");
  if (method !== "mxfp4") {
    throw new CheckpointError(
      `config.json: quantization_config.quant_method must be "mxfp4", not ${shown(method)}`,
    );
  }
}

function parseYarn(fields: Fields): YarnScaling {
  const type = fields.get("rope_type") ?? fields.get("type");
  if (type !== "yarn") {
    throw new CheckpointError(
      `config.json: ${fields.prefix}rope_type must be "yarn", the only supported type, not ${shown(type)}`,
    );
  }
  for (const name of ["attention_factor", "mscale", "mscale_all_dim"]) {
    if (fields.get(name) != null) {
      throw new CheckpointError(`config.json: ${fields.prefix}${name} is not supported`);
    }
  }
  const truncate = fields.get("truncate") ?? true;
  if (typeof truncate !== "boolean") {
    throw new CheckpointError(`config.json: ${fields.prefix}truncate must be true or false`);
  }
  return {
    factor: fields.positive("factor"),
    betaFast: fields.positive("beta_fast"),
    betaSlow: fields.positive("beta_slow"),
    originalMaxPositionEmbeddings: fields.count("original_max_position_embeddings"),
    truncate,
  };
}

function parseLayerTypes(value: unknown, layers: number): LayerType[] {
  if (!Array.isArray(value) || value.length !== layers) {
    throw new CheckpointError("config.json: layer_types must have num_hidden_layers entries");
  }
  return value.map((type: unknown, layer) => {
    if (type !== "sliding_attention" && type !== "full_attention") {
      throw new CheckpointError(
        `config.json: layer_types[${layer}] must be sliding_attention or full_attention`,
      );
    }
    return type;
  });
}

/** Checks what the tensors, MXFP4 (blocks of 32) and the rotary operator (multiples of 16) require. */
function checkDimensions(config: GptOssConfig): void {
  const rules: [boolean, string][] = [
    [config.hiddenSize % 32 === 0, "hidden_size must be a multiple of 32"],
    [config.intermediateSize % 32 === 0, "intermediate_size must be a multiple of 32"],
    [config.headDim % 16 === 0, "head_dim must be a multiple of 16"],
    [
      config.numAttentionHeads % config.numKeyValueHeads === 0,
      "num_attention_heads must be a multiple of num_key_value_heads",
    ],
    [
      config.numExpertsPerToken <= config.numLocalExperts,
      "num_experts_per_tok must not exceed num_local_experts",
    ],
  ];
  for (const [holds, message] of rules) {
    if (!holds) throw new CheckpointError(`config.json: ${message}`);
  }
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 100) ?? "absent";
}

class Fields {
  readonly #object: Record<string, unknown>;
  /** Prefix of a field's name in messages. */
  readonly prefix: string;

  constructor(value: unknown, name: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new CheckpointError(
        name ? `config.json: ${name} must be an object` : "config.json must be an object",
      );
    }
    this.#object = value as Record<string, unknown>;
    this.prefix = name ? `${name}.` : "";
  }

  get(name: string): unknown {
    return Object.hasOwn(this.#object, name) ? this.#object[name] : undefined;
  }

  /** An integer from 1 to 2^31 - 1, the range of an operator's dimensions. */
  count(name: string): number {
    const value = this.get(name);
    if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > 0x7fffffff) {
      throw new CheckpointError(`config.json: ${this.prefix}${name} must be a positive integer`);
    }
    return value;
  }

  positive(name: string): number {
    const value = this.get(name);
    if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) {
      throw new CheckpointError(`config.json: ${this.prefix}${name} must be a positive number`);
    }
    return value;
  }

  optionalText(name: string): string | null {
    const value = this.get(name) ?? null;
    if (value !== null && (typeof value !== "string" || value.length === 0 || value.length > 200)) {
      throw new CheckpointError(`config.json: ${this.prefix}${name} must be a string of 1 to 200 characters`);
    }
    return value;
  }
}
