import { layerTensorNames } from "../../checkpoint/tensor-names.ts";
import { float, int } from "./attributes.ts";
import type { DecoderGraph } from "./decoder-graph.ts";
import { MICROSOFT } from "./graph-builder.ts";
import type { WeightSource } from "./weight-source.ts";

/** Adds the tables of the rotary embedding, which all layers share. `positions` is the longest sequence. */
export function addRopeCache({ graph, config, activation }: DecoderGraph, positions: number): void {
  const dims = [positions, config.headDim / 2];
  for (const part of ["cos", "sin"] as const) {
    const source: WeightSource = { kind: "rope", part, positions };
    graph.external(`rope.${part}`, activation, dims, source);
  }
}

/** Adds a layer's attention, with its KV cache as inputs and outputs of the graph. */
export function addAttention(decoder: DecoderGraph, layer: number, normed: string): string {
  const { graph, config, activation } = decoder;
  const { hiddenSize, headDim, numAttentionHeads, numKeyValueHeads, slidingWindow } = config;
  const scope = `layers.${layer}.attention`;
  const names = layerTensorNames(layer);
  const past = { key: `past_key.${layer}`, value: `past_value.${layer}` };
  const present = { key: `present_key.${layer}`, value: `present_value.${layer}` };
  for (const name of [past.key, past.value]) {
    graph.input(name, activation, ["batch", numKeyValueHeads, "past", headDim]);
  }
  for (const name of [present.key, present.value]) {
    graph.output(name, activation, ["batch", numKeyValueHeads, "present", headDim]);
  }
  const queryWidth = numAttentionHeads * headDim;
  const packedWidth = queryWidth + 2 * numKeyValueHeads * headDim;
  const packed = decoder.linear(
    normed,
    `${scope}.qkv`,
    [names.q, names.k, names.v],
    [packedWidth, hiddenSize],
  );
  graph.node("Reshape", [packed, "shape.sequences"], [`${scope}.packed`]);
  const sinks = decoder.weight(names.sinks, [numAttentionHeads]);
  // Packed: keys and values follow the queries. Positions are derived from the lengths, and no bias is added.
  const [noKey, noValue, noPositionIds, noBias] = ["", "", "", ""];
  const queries = [`${scope}.packed`, noKey, noValue];
  const cache = [past.key, past.value, "seqlens_k", "total_sequence_length"];
  graph.node(
    "GroupQueryAttention",
    [...queries, ...cache, "rope.cos", "rope.sin", noPositionIds, noBias, sinks],
    [`${scope}.heads`, present.key, present.value],
    {
      domain: MICROSOFT,
      attributes: {
        num_heads: int(numAttentionHeads),
        kv_num_heads: int(numKeyValueHeads),
        scale: float(1 / Math.sqrt(headDim)),
        do_rotary: int(1),
        local_window_size: int(config.layerTypes[layer] === "sliding_attention" ? slidingWindow : -1),
      },
    },
  );
  graph.node("Reshape", [`${scope}.heads`, "shape.attention_rows"], [`${scope}.rows`]);
  return decoder.linear(`${scope}.rows`, `${scope}.output`, [names.o], [hiddenSize, queryWidth]);
}
