import type { GptOssConfig } from "./config.ts";

export const EMBEDDING = "model.embed_tokens.weight";
export const FINAL_NORM = "model.norm.weight";
export const LM_HEAD = "lm_head.weight";

/** The tensor with the output layer's weights. */
export function outputWeights(config: Pick<GptOssConfig, "tieWordEmbeddings">): string {
  return config.tieWordEmbeddings ? EMBEDDING : LM_HEAD;
}

/** The tensor names of one decoder layer, as Hugging Face's GptOssForCausalLM spells them. */
export function layerTensorNames(layer: number) {
  const prefix = `model.layers.${layer}`;
  const projection = (name: "q" | "k" | "v" | "o") => ({
    weight: `${prefix}.self_attn.${name}_proj.weight`,
    bias: `${prefix}.self_attn.${name}_proj.bias`,
  });
  const expert = (name: "gate_up" | "down") => ({
    matrix: `${prefix}.mlp.experts.${name}_proj`,
    blocks: `${prefix}.mlp.experts.${name}_proj_blocks`,
    scales: `${prefix}.mlp.experts.${name}_proj_scales`,
    bias: `${prefix}.mlp.experts.${name}_proj_bias`,
  });
  return {
    inputNorm: `${prefix}.input_layernorm.weight`,
    q: projection("q"),
    k: projection("k"),
    v: projection("v"),
    o: projection("o"),
    sinks: `${prefix}.self_attn.sinks`,
    postAttentionNorm: `${prefix}.post_attention_layernorm.weight`,
    router: { weight: `${prefix}.mlp.router.weight`, bias: `${prefix}.mlp.router.bias` },
    gateUp: expert("gate_up"),
    down: expert("down"),
  };
}

/**
 * How the experts' matrices are stored: `mxfp4`, as published, or `bfloat16`, as written by fine-tuning tools that
 * cannot train MXFP4.
 */
export type ExpertFormat = "mxfp4" | "bfloat16";

/**
 * How the embedding, the output layer and the attention's matrices are stored: `bfloat16`, as published, or `int8` with
 * a separate tensor of scales, one per row (`scaleName`). Names and shapes are those of compressed-tensors'
 * `int-quantized`.
 */
export type MatrixFormat = "bfloat16" | "int8";

/** The name of the tensor with an int8 matrix's scales, bfloat16 [rows, 1]. */
export function scaleName(matrix: string): string {
  return `${matrix}_scale`;
}

/** The dtype and shape that a tensor must have. */
export interface TensorSpec {
  readonly dtype: "BF16" | "U8" | "I8";
  readonly shape: readonly number[];
}

/**
 * Returns the spec of every tensor of a checkpoint, in the order in which the model uses them.
 *
 * Linear weights are [out, in], but experts in bfloat16 are [in, out]. The outputs of gate_up alternate: gate of neuron
 * 0, up of neuron 0, gate of neuron 1, ...
 */
export function tensorSpecs(
  config: GptOssConfig,
  format: ExpertFormat = "mxfp4",
  matrices: MatrixFormat = "bfloat16",
): Map<string, TensorSpec> {
  const { hiddenSize, vocabSize, headDim, numLocalExperts, intermediateSize } = config;
  const queryWidth = config.numAttentionHeads * headDim;
  const keyValueWidth = config.numKeyValueHeads * headDim;
  const specs = new Map<string, TensorSpec>();
  const bf16 = (name: string, ...shape: number[]) => specs.set(name, { dtype: "BF16", shape });
  const matrix = (name: string, rows: number, columns: number) => {
    if (matrices === "bfloat16") {
      bf16(name, rows, columns);
    } else {
      specs.set(name, { dtype: "I8", shape: [rows, columns] });
      bf16(scaleName(name), rows, 1);
    }
  };
  const linear = (names: { weight: string; bias: string }, out: number, input: number) => {
    matrix(names.weight, out, input);
    bf16(names.bias, out);
  };
  const experts = (names: ReturnType<typeof layerTensorNames>["down"], out: number, input: number) => {
    if (format === "bfloat16") {
      bf16(names.matrix, numLocalExperts, input, out);
    } else {
      specs.set(names.blocks, { dtype: "U8", shape: [numLocalExperts, out, input / 32, 16] });
      specs.set(names.scales, { dtype: "U8", shape: [numLocalExperts, out, input / 32] });
    }
    bf16(names.bias, numLocalExperts, out);
  };

  matrix(EMBEDDING, vocabSize, hiddenSize);
  for (let layer = 0; layer < config.numHiddenLayers; layer += 1) {
    const names = layerTensorNames(layer);
    bf16(names.inputNorm, hiddenSize);
    linear(names.q, queryWidth, hiddenSize);
    linear(names.k, keyValueWidth, hiddenSize);
    linear(names.v, keyValueWidth, hiddenSize);
    linear(names.o, hiddenSize, queryWidth);
    bf16(names.sinks, config.numAttentionHeads);
    bf16(names.postAttentionNorm, hiddenSize);
    bf16(names.router.weight, numLocalExperts, hiddenSize);
    bf16(names.router.bias, numLocalExperts);
    experts(names.gateUp, 2 * intermediateSize, hiddenSize);
    experts(names.down, hiddenSize, intermediateSize);
  }
  bf16(FINAL_NORM, hiddenSize);
  if (!config.tieWordEmbeddings) matrix(LM_HEAD, vocabSize, hiddenSize);
  return specs;
}
