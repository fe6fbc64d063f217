import type { GptOssConfig } from "../../checkpoint/config.ts";
import {
  EMBEDDING,
  FINAL_NORM,
  layerTensorNames,
  LM_HEAD,
  type MatrixFormat,
  outputWeights,
} from "../../checkpoint/tensor-names.ts";
import { float, int, string } from "./attributes.ts";
import { GraphBuilder, MICROSOFT, type ExternalTensor, type FileRange } from "./graph-builder.ts";
import { embedRows, multiplyRows } from "./int8-rows.ts";
import { DATA_TYPE, type Model } from "./onnx-proto.ts";
import { onlyExpert, SWIGLU_ALPHA } from "./only-expert.ts";
import { WEIGHT_BITS, type Precision } from "./precision.ts";
import type { Activation, WeightSource } from "./weight-source.ts";

export interface GptOssGraph {
  readonly model: Model;
  /** The weights, with their offsets in the external data file. */
  readonly external: readonly ExternalTensor<WeightSource>[];
  readonly dataBytes: number;
}

export interface GptOssGraphOptions {
  readonly activation: Activation;
  readonly precision: Precision;
  /** The format of the matrices. With int8, they and a single expert are multiplied in 8 bits. */
  readonly matrices: MatrixFormat;
  /** Rows of the rotary cache: the longest sequence the graph can hold. */
  readonly maxPositions: number;
  /** Name of the external data file, relative to the model file. */
  readonly dataFile: string;
  /**
   * Returns the file and range of a bfloat16 tensor that is read in place, or null if it must be written. Default: all
   * are written.
   */
  readonly locate?: (tensor: string) => FileRange | null;
}

export function pastNames(layer: number) {
  return { key: `past_key.${layer}`, value: `past_value.${layer}` };
}

export function presentNames(layer: number) {
  return { key: `present_key.${layer}`, value: `present_value.${layer}` };
}

/**
 * Builds the gpt-oss decoder as an ONNX graph of ONNX Runtime's operators, for B sequences of S new tokens.
 *
 * - in: input_ids int64 [B, S]; seqlens_k int32 [B], each sequence's length after this step, minus one;
 *   total_sequence_length int32 [1], the largest of those lengths; past_key.N and past_value.N
 *   [B, kvHeads, P, headDim]
 * - out: logits float32 [B, 1, vocab] of the last position; present_key.N and present_value.N, with P
 *   positions too if P includes the new tokens
 *
 * Hidden states have the shape [B * S, hidden], so that a linear layer is one Gemm with the checkpoint's
 * [out, in] weights.
 */
export function buildGptOssGraph(config: GptOssConfig, options: GptOssGraphOptions): GptOssGraph {
  const decoder = new GptOssDecoder(config, options);
  return decoder.build();
}

class GptOssDecoder {
  readonly #config: GptOssConfig;
  readonly #activation: Activation;
  readonly #precision: Precision;
  readonly #matrices: MatrixFormat;
  readonly #maxPositions: number;
  readonly #locate: (tensor: string) => FileRange | null;
  readonly #graph: GraphBuilder<WeightSource>;

  constructor(config: GptOssConfig, options: GptOssGraphOptions) {
    this.#config = config;
    this.#activation = options.activation;
    this.#precision = options.precision;
    this.#matrices = options.matrices;
    this.#maxPositions = options.maxPositions;
    this.#locate = options.locate ?? (() => null);
    this.#graph = new GraphBuilder(options.dataFile);
  }

  build(): GptOssGraph {
    const { hiddenSize, vocabSize, numHiddenLayers } = this.#config;
    const graph = this.#graph;
    graph.input("input_ids", "int64", ["batch", "sequence"]);
    graph.input("seqlens_k", "int32", ["batch"]);
    graph.input("total_sequence_length", "int32", [1]);
    graph.output("logits", "float32", ["batch", 1, vocabSize]);
    this.#shapes();
    this.#ropeCache();

    this.#embed([vocabSize, hiddenSize]);
    let residual = graph.node("Reshape", ["embedded", "shape.rows"], ["hidden"]);
    let normed = this.#rmsNorm(residual, layerTensorNames(0).inputNorm, "layers.0.input_norm");
    for (let layer = 0; layer < numHiddenLayers; layer += 1) {
      const nextNorm = layer + 1 < numHiddenLayers ? layerTensorNames(layer + 1).inputNorm : FINAL_NORM;
      [normed, residual] = this.#layer(layer, normed, residual, nextNorm);
    }
    this.#logits(normed);
    return graph.build("gpt-oss");
  }

  /** The table stays in 16 bits: only the gathered rows are cast. */
  #embed(dims: readonly [number, number]): void {
    if (this.#matrices === "int8") {
      embedRows(this.#graph, dims);
      return;
    }
    const range = this.#locate(EMBEDDING);
    if (range === null && this.#activation === "float16") {
      this.#graph.node("Gather", [this.#weight(EMBEDDING, dims), "input_ids"], ["embedded"]);
      return;
    }
    const table =
      range === null
        ? this.#graph.external(EMBEDDING, "bfloat16", dims, { kind: "raw", tensor: EMBEDDING })
        : this.#graph.located(EMBEDDING, "bfloat16", dims, range);
    this.#graph.node("Gather", [table, "input_ids"], ["embedded.bfloat16"]);
    this.#cast("embedded.bfloat16", "embedded");
  }

  /** The two shapes of hidden states: [B * S, width] and [B, S, width]. */
  #shapes(): void {
    const graph = this.#graph;
    graph.int64("shape.rows", [-1, this.#config.hiddenSize]);
    graph.int64("shape.attention_rows", [-1, this.#config.numAttentionHeads * this.#config.headDim]);
    graph.int64("shape.any", [-1]);
    graph.node("Shape", ["input_ids"], ["shape.batch_sequence"]);
    graph.node("Concat", ["shape.batch_sequence", "shape.any"], ["shape.sequences"], {
      attributes: { axis: int(0) },
    });
  }

  #ropeCache(): void {
    const dims = [this.#maxPositions, this.#config.headDim / 2];
    for (const part of ["cos", "sin"] as const) {
      const source: WeightSource = { kind: "rope", part, positions: this.#maxPositions };
      this.#graph.external(`rope.${part}`, this.#activation, dims, source);
    }
  }

  /** Returns the next norm's output and the residual after this layer. */
  #layer(layer: number, normed: string, residual: string, nextNorm: string): [string, string] {
    const scope = `layers.${layer}`;
    const names = layerTensorNames(layer);
    const attended = this.#attention(layer, normed);
    const [mlpInput, middle] = this.#addAndNorm(
      residual,
      attended,
      names.postAttentionNorm,
      `${scope}.middle`,
    );
    const mixed =
      this.#matrices === "int8" && this.#config.numLocalExperts === 1
        ? onlyExpert(this.#graph, this.#config, layer, mlpInput)
        : this.#experts(layer, mlpInput);
    return this.#addAndNorm(middle, mixed, nextNorm, `${scope}.end`);
  }

  #attention(layer: number, normed: string): string {
    const { hiddenSize, headDim, numAttentionHeads, numKeyValueHeads, slidingWindow } = this.#config;
    const graph = this.#graph;
    const scope = `layers.${layer}.attention`;
    const names = layerTensorNames(layer);
    const past = pastNames(layer);
    const present = presentNames(layer);
    for (const name of [past.key, past.value]) {
      graph.input(name, this.#activation, ["batch", numKeyValueHeads, "past", headDim]);
    }
    for (const name of [present.key, present.value]) {
      graph.output(name, this.#activation, ["batch", numKeyValueHeads, "present", headDim]);
    }
    const queryWidth = numAttentionHeads * headDim;
    const packedWidth = queryWidth + 2 * numKeyValueHeads * headDim;
    const packed = this.#linear(normed, `${scope}.qkv`, [names.q, names.k, names.v], packedWidth, hiddenSize);
    graph.node("Reshape", [packed, "shape.sequences"], [`${scope}.packed`]);
    const sinks = this.#weight(names.sinks, [numAttentionHeads]);
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
          local_window_size: int(this.#config.layerTypes[layer] === "sliding_attention" ? slidingWindow : -1),
        },
      },
    );
    graph.node("Reshape", [`${scope}.heads`, "shape.attention_rows"], [`${scope}.rows`]);
    return this.#linear(`${scope}.rows`, `${scope}.output`, [names.o], hiddenSize, queryWidth);
  }

  /** swiglu_fusion 1 expects gate and up as alternating rows of fc1, as checkpoints store them. */
  #experts(layer: number, input: string): string {
    const { hiddenSize, intermediateSize, numLocalExperts, numExpertsPerToken, swigluLimit } = this.#config;
    const scope = `layers.${layer}.experts`;
    const names = layerTensorNames(layer);
    const router = this.#linear(
      input,
      `${scope}.router`,
      [names.router],
      numLocalExperts,
      hiddenSize,
      "bfloat16",
    );
    const bits = WEIGHT_BITS[this.#precision];
    const quantized = (
      expert: { blocks: string; scales: string; bias: string },
      out: number,
      width: number,
    ) => [
      this.#graph.external(expert.blocks, "uint8", [numLocalExperts, out, (width * bits) / 8], {
        kind: "expert-codes",
        blocks: expert.blocks,
      }),
      this.#graph.external(expert.scales, this.#activation, [numLocalExperts, out, width / 32], {
        kind: "expert-scales",
        blocks: expert.blocks,
        scales: expert.scales,
      }),
      this.#weight(expert.bias, [numLocalExperts, out]),
    ];
    const gateUp = quantized(names.gateUp, 2 * intermediateSize, hiddenSize);
    const down = quantized(names.down, hiddenSize, intermediateSize);
    return this.#graph.node("QMoE", [input, router, ...gateUp, ...down], [`${scope}.mixed`], {
      domain: MICROSOFT,
      attributes: {
        k: int(numExpertsPerToken),
        activation_type: string("swiglu"),
        activation_alpha: float(SWIGLU_ALPHA),
        activation_beta: float(1),
        swiglu_fusion: int(1),
        swiglu_limit: float(swigluLimit),
        normalize_routing_weights: int(1),
        expert_weight_bits: int(bits),
        block_size: int(32),
      },
    });
  }

  /** Only for the last position of each sequence: a whole prompt's logits would be hundreds of megabytes. */
  #logits(normed: string): void {
    const { vocabSize, hiddenSize } = this.#config;
    const graph = this.#graph;
    graph.node("Reshape", [normed, "shape.sequences"], ["final.sequences"]);
    graph.int64("index.last", [-1]);
    graph.node("Gather", ["final.sequences", "index.last"], ["final.last"], { attributes: { axis: int(1) } });
    graph.node("Reshape", ["final.last", "shape.rows"], ["final.rows"]);
    graph.int64("shape.logits", [-1, 1, vocabSize]);
    if (this.#matrices === "int8") {
      const [output, dims] = [outputWeights(this.#config), [vocabSize, hiddenSize]] as const;
      multiplyRows(graph, { input: "final.rows", output: "logits.rows", tensors: [output], dims });
      graph.node("Reshape", ["logits.rows", "shape.logits"], ["logits"]);
      return;
    }
    // Never read in place: ONNX Runtime does not fold a Cast this large, and would repeat it for every token.
    const head = graph.external(LM_HEAD, this.#activation, [vocabSize, hiddenSize], {
      kind: "bfloat16",
      tensors: [outputWeights(this.#config)],
    });
    graph.node("Gemm", ["final.rows", head], ["logits.rows"], { attributes: { transB: int(1) } });
    if (this.#activation === "float32") {
      graph.node("Reshape", ["logits.rows", "shape.logits"], ["logits"]);
      return;
    }
    graph.node("Reshape", ["logits.rows", "shape.logits"], ["logits.activation"]);
    graph.node("Cast", ["logits.activation"], ["logits"], { attributes: { to: int(DATA_TYPE.float32) } });
  }

  /** x W^T + b over the stacked rows of one or more linear layers. */
  #linear(
    input: string,
    name: string,
    layers: readonly { readonly weight: string; readonly bias: string }[],
    out: number,
    width: number,
    matrices = this.#matrices,
  ): string {
    const stack = (suffix: "weight" | "bias", row: readonly number[]) =>
      this.#stacked(
        `${name}.${suffix}`,
        layers.map((layer) => layer[suffix]),
        [out, ...row],
      );
    const bias = stack("bias", []);
    if (matrices === "int8") {
      const tensors = layers.map((layer) => layer.weight);
      return multiplyRows(this.#graph, { input, output: name, tensors, dims: [out, width], bias });
    }
    const weight = stack("weight", [width]);
    return this.#graph.node("Gemm", [input, weight, bias], [name], { attributes: { transB: int(1) } });
  }

  #rmsNorm(input: string, weight: string, output: string): string {
    const scale = this.#weight(weight, [this.#config.hiddenSize]);
    return this.#graph.node("SimplifiedLayerNormalization", [input, scale], [output], {
      attributes: { axis: int(-1), epsilon: float(this.#config.rmsNormEps) },
    });
  }

  /** Returns the RMS norm of a sum, and the sum. */
  #addAndNorm(residual: string, added: string, weight: string, scope: string): [string, string] {
    const scale = this.#weight(weight, [this.#config.hiddenSize]);
    const [normed, sum] = [`${scope}.normed`, `${scope}.residual`] as const;
    this.#graph.node("SkipSimplifiedLayerNormalization", [residual, added, scale], [normed, "", "", sum], {
      domain: MICROSOFT,
      attributes: { epsilon: float(this.#config.rmsNormEps) },
    });
    return [normed, sum];
  }

  #weight(tensor: string, dims: readonly number[]): string {
    return this.#stacked(tensor, [tensor], dims);
  }

  /** Concatenates tensors of the checkpoint to one of `dims`. ONNX Runtime folds the nodes when it loads the model. */
  #stacked(name: string, tensors: readonly string[], dims: readonly number[]): string {
    const graph = this.#graph;
    const ranges = tensors.map(this.#locate);
    if (!ranges.every((range) => range !== null)) {
      return graph.external(name, this.#activation, dims, { kind: "bfloat16", tensors });
    }
    const [, ...row] = dims;
    const rowBytes = row.reduce((product, dim) => product * dim, 2);
    const parts = ranges.map((range, i) =>
      graph.located(tensors[i]!, "bfloat16", [range.length / rowBytes, ...row], range),
    );
    if (parts.length === 1) return this.#cast(parts[0]!, `${name}.${this.#activation}`);
    graph.node("Concat", parts, [`${name}.bfloat16`], { attributes: { axis: int(0) } });
    return this.#cast(`${name}.bfloat16`, `${name}.${this.#activation}`);
  }

  #cast(input: string, output: string): string {
    return this.#graph.node("Cast", [input], [output], {
      attributes: { to: int(DATA_TYPE[this.#activation]) },
    });
  }
}
