import type { GptOssConfig } from "../../checkpoint/config.ts";
import { MXFP4_BLOCK_SIZE } from "../../checkpoint/mxfp4.ts";
import { layerTensorNames } from "../../checkpoint/tensor-names.ts";
import { float } from "./attributes.ts";
import { type GraphBuilder, MICROSOFT } from "./graph-builder.ts";
import { multiplyIn8Bits } from "./multiply-in-8-bits.ts";
import type { Rows, WeightSource } from "./weight-source.ts";

/** gpt-oss's gate: x * sigmoid(alpha * x). */
export const SWIGLU_ALPHA = 1.702;

/**
 * Adds the MLP of a model with a single expert, which needs no router.
 *
 * QMoE took 8 times as long to compute one token. Twice an MXFP4 value is an integer, so 8 bits represent the weights
 * exactly.
 */
export function addOnlyExpert(
  graph: GraphBuilder<WeightSource>,
  { hiddenSize, intermediateSize, swigluLimit }: GptOssConfig,
  layer: number,
  input: string,
): string {
  const scope = `layers.${layer}.expert`;
  const { gateUp, down } = layerTensorNames(layer);
  const product = (
    name: string,
    from: string,
    expert: typeof down,
    rows: Rows,
    out: number,
    width: number,
  ) => {
    const bias: WeightSource = { kind: "dense-bias", bias: expert.bias, rows };
    return multiplyIn8Bits(graph, {
      input: from,
      output: `${scope}.${name}`,
      dims: [out, width],
      block: MXFP4_BLOCK_SIZE,
      codes: { kind: "dense-codes", blocks: expert.blocks, rows },
      scales: { kind: "dense-scales", scales: expert.scales, rows },
      bias: graph.external(`${scope}.${name}.bias`, "float32", [out], bias),
    });
  };
  const [high, low, one] = [`${scope}.limit`, `${scope}.negative_limit`, `${scope}.one`] as const;
  graph.float32(high, swigluLimit);
  graph.float32(low, -swigluLimit);
  graph.float32(one, 1);
  const gate = product("gate", input, gateUp, "even", intermediateSize, hiddenSize);
  const up = product("up", input, gateUp, "odd", intermediateSize, hiddenSize);
  graph.node("Clip", [gate, "", high], [`${scope}.gate.clipped`]);
  graph.node("QuickGelu", [`${scope}.gate.clipped`], [`${scope}.glu`], {
    domain: MICROSOFT,
    attributes: { alpha: float(SWIGLU_ALPHA) },
  });
  graph.node("Clip", [up, low, high], [`${scope}.up.clipped`]);
  graph.node("Add", [`${scope}.up.clipped`, one], [`${scope}.up.plus_one`]);
  graph.node("Mul", [`${scope}.glu`, `${scope}.up.plus_one`], [`${scope}.activated`]);
  return product("down", `${scope}.activated`, down, "all", hiddenSize, intermediateSize);
}
