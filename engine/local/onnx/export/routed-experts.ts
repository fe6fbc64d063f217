import { layerTensorNames } from "../../checkpoint/tensor-names.ts";
import { float, int, string } from "./attributes.ts";
import type { DecoderGraph } from "./decoder-graph.ts";
import { MICROSOFT } from "./graph-builder.ts";
import { SWIGLU_ALPHA } from "./only-expert.ts";
import { WEIGHT_BITS } from "./precision.ts";

interface ExpertTensors {
  readonly blocks: string;
  readonly scales: string;
  readonly bias: string;
}

/**
 * Adds a layer's router and experts as one QMoE node.
 *
 * swiglu_fusion 1 expects gate and up as alternating rows of fc1, as checkpoints store them.
 */
export function addRoutedExperts(decoder: DecoderGraph, layer: number, input: string): string {
  const { graph, config } = decoder;
  const { hiddenSize, intermediateSize, numLocalExperts, numExpertsPerToken, swigluLimit } = config;
  const scope = `layers.${layer}.experts`;
  const names = layerTensorNames(layer);
  const router = decoder.linear(
    input,
    `${scope}.router`,
    [names.router],
    [numLocalExperts, hiddenSize],
    "bfloat16",
  );
  const gateUp = quantized(decoder, names.gateUp, [2 * intermediateSize, hiddenSize]);
  const down = quantized(decoder, names.down, [hiddenSize, intermediateSize]);
  return graph.node("QMoE", [input, router, ...gateUp, ...down], [`${scope}.mixed`], {
    domain: MICROSOFT,
    attributes: {
      k: int(numExpertsPerToken),
      activation_type: string("swiglu"),
      activation_alpha: float(SWIGLU_ALPHA),
      activation_beta: float(1),
      swiglu_fusion: int(1),
      swiglu_limit: float(swigluLimit),
      normalize_routing_weights: int(1),
      expert_weight_bits: int(WEIGHT_BITS[decoder.precision]),
      block_size: int(32),
    },
  });
}

/** The codes, scales and bias of all experts of a layer. */
function quantized(
  decoder: DecoderGraph,
  { blocks, scales, bias }: ExpertTensors,
  [out, width]: readonly [number, number],
): readonly string[] {
  const { graph, activation, precision } = decoder;
  const experts = decoder.config.numLocalExperts;
  const codes = { kind: "expert-codes", blocks } as const;
  return [
    graph.external(blocks, "uint8", [experts, out, (width * WEIGHT_BITS[precision]) / 8], codes),
    graph.external(scales, activation, [experts, out, width / 32], { kind: "expert-scales", blocks, scales }),
    decoder.weight(bias, [experts, out]),
  ];
}
