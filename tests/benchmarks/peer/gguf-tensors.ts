import type { GptOssConfig } from "../../../engine/local/checkpoint/config.ts";

/** Number, and bytes of a block, of the types of ggml.h that are used here. */
export const GGML_TYPES = {
  F32: { id: 0, blockSize: 1, blockBytes: 4 },
  Q8_0: { id: 8, blockSize: 32, blockBytes: 34 },
  MXFP4: { id: 39, blockSize: 32, blockBytes: 17 },
} as const;

export type GgmlType = keyof typeof GGML_TYPES;

export interface GgufTensor {
  readonly name: string;
  /** Innermost first. */
  readonly dimensions: readonly number[];
  readonly type: GgmlType;
}

/** The tensors of a gpt-oss model as llama.cpp names them, in the types of the files that are published. */
export function ggufTensors(config: GptOssConfig): GgufTensor[] {
  const { hiddenSize, vocabSize, numHiddenLayers } = config;
  return [
    tensor("token_embd.weight", "Q8_0", hiddenSize, vocabSize),
    tensor("output.weight", "Q8_0", hiddenSize, vocabSize),
    tensor("output_norm.weight", "F32", hiddenSize),
    ...Array.from({ length: numHiddenLayers }, (_, layer) => layerTensors(`blk.${layer}`, config)).flat(),
  ];
}

export function tensorBytes({ dimensions, type }: GgufTensor): number {
  const { blockSize, blockBytes } = GGML_TYPES[type];
  return (dimensions.reduce((product, size) => product * size, 1) / blockSize) * blockBytes;
}

function layerTensors(layer: string, config: GptOssConfig): GgufTensor[] {
  const { hiddenSize, intermediateSize, numLocalExperts, numAttentionHeads, headDim } = config;
  const queries = numAttentionHeads * headDim;
  const keys = config.numKeyValueHeads * headDim;
  const linear = (name: string, inputs: number, outputs: number) => [
    tensor(`${layer}.${name}.weight`, "Q8_0", inputs, outputs),
    tensor(`${layer}.${name}.bias`, "F32", outputs),
  ];
  const experts = (name: string, inputs: number, outputs: number) => [
    tensor(`${layer}.${name}.weight`, "MXFP4", inputs, outputs, numLocalExperts),
    tensor(`${layer}.${name}.bias`, "F32", outputs, numLocalExperts),
  ];
  return [
    tensor(`${layer}.attn_norm.weight`, "F32", hiddenSize),
    ...linear("attn_q", hiddenSize, queries),
    ...linear("attn_k", hiddenSize, keys),
    ...linear("attn_v", hiddenSize, keys),
    ...linear("attn_output", queries, hiddenSize),
    tensor(`${layer}.attn_sinks.weight`, "F32", numAttentionHeads),
    tensor(`${layer}.post_attention_norm.weight`, "F32", hiddenSize),
    tensor(`${layer}.ffn_gate_inp.weight`, "F32", hiddenSize, numLocalExperts),
    tensor(`${layer}.ffn_gate_inp.bias`, "F32", numLocalExperts),
    ...experts("ffn_gate_exps", hiddenSize, intermediateSize),
    ...experts("ffn_up_exps", hiddenSize, intermediateSize),
    ...experts("ffn_down_exps", intermediateSize, hiddenSize),
  ];
}

function tensor(name: string, type: GgmlType, ...dimensions: number[]): GgufTensor {
  return { name, type, dimensions };
}
