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

/**
 * Adds a layer's attention. The keys and values of the past are inputs of the graph, those of the new tokens are
 * outputs.
 *
 * Past and new ones together are not an output: onnxruntime-node 1.30 copies every output of a run, and
 * GroupQueryAttention's own copy reuses the same memory in each layer.
 */
export function addAttention(decoder: DecoderGraph, layer: number, normed: string): string {
  const { graph, config, activation } = decoder;
  const { hiddenSize, headDim, numAttentionHeads, numKeyValueHeads, slidingWindow } = config;
  const scope = `layers.${layer}.attention`;
  const names = layerTensorNames(layer);
  const past = { key: `past_key.${layer}`, value: `past_value.${layer}` };
  const fresh = { key: `new_key.${layer}`, value: `new_value.${layer}` };
  const keyWidth = numKeyValueHeads * headDim;
  for (const name of [past.key, past.value]) {
    graph.input(name, activation, ["batch", numKeyValueHeads, "past", headDim]);
  }
  for (const name of [fresh.key, fresh.value]) {
    graph.output(name, activation, ["batch", "sequence", keyWidth]);
  }
  const queryWidth = numAttentionHeads * headDim;
  const packedWidth = queryWidth + 2 * keyWidth;
  const packed = decoder.linear(
    normed,
    `${scope}.qkv`,
    [names.q, names.k, names.v],
    [packedWidth, hiddenSize],
  );
  graph.node("Reshape", [packed, "shape.sequences"], [`${scope}.packed`]);
  const [queries, keys] = [`${scope}.queries`, `${scope}.keys`] as const;
  graph.node("Split", [`${scope}.packed`, "shape.packed_widths"], [queries, keys, fresh.value], {
    attributes: { axis: int(-1) },
  });
  const rotate = (input: string, output: string): string =>
    graph.node("RotaryEmbedding", [input, "position_ids", "rope.cos", "rope.sin"], [output], {
      domain: MICROSOFT,
    });
  const rotated = rotate(queries, `${scope}.rotated`);
  rotate(keys, fresh.key);
  const sinks = decoder.weight(names.sinks, [numAttentionHeads]);
  const [noCosines, noSines, noPositionIds, noBias] = ["", "", "", ""];
  const cache = [past.key, past.value, "seqlens_k", "total_sequence_length"];
  const unused = [`${scope}.all_keys`, `${scope}.all_values`] as const;
  graph.node(
    "GroupQueryAttention",
    [rotated, fresh.key, fresh.value, ...cache, noCosines, noSines, noPositionIds, noBias, sinks],
    [`${scope}.heads`, ...unused],
    {
      domain: MICROSOFT,
      attributes: {
        num_heads: int(numAttentionHeads),
        kv_num_heads: int(numKeyValueHeads),
        scale: float(1 / Math.sqrt(headDim)),
        local_window_size: int(config.layerTypes[layer] === "sliding_attention" ? slidingWindow : -1),
      },
    },
  );
  graph.node("Reshape", [`${scope}.heads`, "shape.attention_rows"], [`${scope}.rows`]);
  return decoder.linear(`${scope}.rows`, `${scope}.output`, [names.o], [hiddenSize, queryWidth]);
}
