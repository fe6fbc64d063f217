import type { GptOssConfig } from "../../checkpoint/config.ts";
import { FINAL_NORM, layerTensorNames } from "../../checkpoint/tensor-names.ts";
import { addAttention, addRopeCache } from "./attention.ts";
import { int } from "./attributes.ts";
import { DecoderGraph, type DecoderGraphOptions } from "./decoder-graph.ts";
import type { ExternalTensor } from "./graph-builder.ts";
import { addOnlyExpert } from "./only-expert.ts";
import type { Model } from "./onnx-proto.ts";
import { addRoutedExperts } from "./routed-experts.ts";
import { addEmbedding, addLogits } from "./vocabulary.ts";
import type { WeightSource } from "./weight-source.ts";

export interface GptOssGraph {
  readonly model: Model;
  /** The weights, with their offsets in the external data file. */
  readonly external: readonly ExternalTensor<WeightSource>[];
  readonly dataBytes: number;
}

export interface GptOssGraphOptions extends DecoderGraphOptions {
  /** Rows of the rotary cache: the longest sequence the graph can hold. */
  readonly maxPositions: number;
}

/**
 * Builds the gpt-oss decoder as an ONNX graph of ONNX Runtime's operators, for B sequences of S new tokens.
 *
 * - in: input_ids and position_ids int64 [B, S]; seqlens_k int32 [B], each sequence's length after this step, minus one;
 *   total_sequence_length int32 [1], the largest of those lengths; past_key.N and past_value.N
 *   [B, kvHeads, P, headDim]; P is at least the largest length
 * - out: logits float32 [B, 1, vocab] of the last position; new_key.N and new_value.N [B, S, kvHeads * headDim] of the
 *   new tokens
 *
 * Hidden states have the shape [B * S, hidden], so that a linear layer is one Gemm with the checkpoint's
 * [out, in] weights.
 */
export function buildGptOssGraph(config: GptOssConfig, options: GptOssGraphOptions): GptOssGraph {
  const decoder = new DecoderGraph(config, options);
  const { graph } = decoder;
  graph.input("input_ids", "int64", ["batch", "sequence"]);
  graph.input("position_ids", "int64", ["batch", "sequence"]);
  graph.input("seqlens_k", "int32", ["batch"]);
  graph.input("total_sequence_length", "int32", [1]);
  graph.output("logits", "float32", ["batch", 1, config.vocabSize]);
  addShapes(decoder);
  addRopeCache(decoder, options.maxPositions);

  addEmbedding(decoder);
  let residual = graph.node("Reshape", ["embedded", "shape.rows"], ["hidden"]);
  let normed = decoder.rmsNorm(residual, layerTensorNames(0).inputNorm, "layers.0.input_norm");
  for (let layer = 0; layer < config.numHiddenLayers; layer += 1) {
    [normed, residual] = addLayer(decoder, layer, normed, residual);
  }
  addLogits(decoder, normed);
  return graph.build("gpt-oss");
}

/** The two shapes of hidden states: [B * S, width] and [B, S, width]. */
function addShapes({ graph, config }: DecoderGraph): void {
  graph.int64("shape.rows", [-1, config.hiddenSize]);
  const { numAttentionHeads, numKeyValueHeads, headDim } = config;
  graph.int64("shape.attention_rows", [-1, numAttentionHeads * headDim]);
  graph.int64(
    "shape.packed_widths",
    [numAttentionHeads, numKeyValueHeads, numKeyValueHeads].map((heads) => heads * headDim),
  );
  graph.int64("shape.any", [-1]);
  graph.node("Shape", ["input_ids"], ["shape.batch_sequence"]);
  graph.node("Concat", ["shape.batch_sequence", "shape.any"], ["shape.sequences"], {
    attributes: { axis: int(0) },
  });
}

/** Returns the next norm's output and the residual after this layer. */
function addLayer(decoder: DecoderGraph, layer: number, normed: string, residual: string): [string, string] {
  const { graph, config, matrices } = decoder;
  const scope = `layers.${layer}`;
  const { postAttentionNorm } = layerTensorNames(layer);
  const isLast = layer + 1 === config.numHiddenLayers;
  const nextNorm = isLast ? FINAL_NORM : layerTensorNames(layer + 1).inputNorm;
  const attended = addAttention(decoder, layer, normed);
  const [mlpInput, middle] = decoder.addAndNorm(residual, attended, postAttentionNorm, `${scope}.middle`);
  const mixed =
    matrices === "int8" && config.numLocalExperts === 1
      ? addOnlyExpert(graph, config, layer, mlpInput)
      : addRoutedExperts(decoder, layer, mlpInput);
  return decoder.addAndNorm(middle, mixed, nextNorm, `${scope}.end`);
}
