import type { Buffers, Kernel } from "./kernel.ts";
import type { AttentionBinding } from "./kernels/attention/attention.ts";
import type { KvBuffers } from "./kv-buffers.ts";
import type { ModelKernels, Product } from "./model-kernels.ts";
import type { LayerWeights, ModelWeights } from "./model-weights.ts";
import type { Scratch } from "./scratch.ts";
import type { StepBuffers } from "./step-buffers.ts";

type Pipeline = Pick<Kernel<string>, "pipeline">;

/** A kernel with its buffers. */
export interface BoundKernel {
  readonly kernel: Pipeline;
  readonly group: GPUBindGroup;
}

/** A product whose kernels have the same buffers. */
export interface BoundProduct {
  readonly product: Product<Pipeline>;
  readonly group: GPUBindGroup;
}

export interface BoundLayer {
  readonly qkv: BoundProduct;
  readonly rotaryEmbedding: BoundKernel;
  readonly decodeAttention: BoundKernel;
  readonly prefillAttention: BoundKernel;
  readonly output: BoundProduct;
  readonly attentionNorm: BoundKernel;
  readonly expertGateUpGemv: BoundKernel;
  readonly expertDownGemv: BoundKernel;
  readonly expertGateUpGemm: GPUBindGroup;
  readonly swiglu: BoundKernel;
  readonly expertDownGemm: GPUBindGroup;
  readonly expertsNorm: BoundKernel;
}

export interface BoundModel {
  readonly embeddingNorm: BoundKernel;
  readonly sortExperts: BoundKernel;
  readonly layers: readonly BoundLayer[];
  readonly lmHead: BoundProduct;
  readonly scoreTokens: BoundKernel;
  readonly chooseToken: BoundKernel;
}

/** Creates all bind groups of a model, once. */
export function bindModel(
  kernels: ModelKernels,
  weights: ModelWeights,
  kv: KvBuffers,
  scratch: Scratch,
  step: StepBuffers,
): BoundModel {
  const { data, masks, results } = step;
  const { residual, normed, logits, scores, chosenExperts, expertTiles, tileRowTokens, choiceRows } = scratch;
  return {
    embeddingNorm: bind(kernels.embeddingNorm, {
      data,
      norm_weight: weights.layers[0]!.inputNorm,
      residual,
      normed,
      embedding: weights.embedding,
    }),
    sortExperts: bind(kernels.sortExperts, {
      chosen_experts: chosenExperts,
      expert_tiles: expertTiles,
      tile_row_tokens: tileRowTokens,
      choice_rows: choiceRows,
    }),
    layers: weights.layers.map((layer, index) => {
      const nextNorm = weights.layers[index + 1]?.inputNorm ?? weights.finalNorm;
      const cache = { keys: kv.keys[index]!, values: kv.values[index]! };
      return bindLayer(kernels, layer, nextNorm, cache, scratch, step);
    }),
    lmHead: bindProduct(kernels.lmHead, { data, x: normed, weight: weights.lmHead, y: logits }),
    scoreTokens: bind(kernels.scoreTokens, { data, logits, masks, scores }),
    chooseToken: bind(kernels.chooseToken, { data, logits, masks, scores, results }),
  };
}

function bindLayer(
  kernels: ModelKernels,
  weights: LayerWeights,
  nextNorm: GPUBuffer,
  { keys, values }: { readonly keys: GPUBuffer; readonly values: GPUBuffer },
  scratch: Scratch,
  { data, blockTable, rope }: StepBuffers,
): BoundLayer {
  const { residual, normed, qkv, queries, attentionOutput, projected, gateUp, activated } = scratch;
  const { chosenExperts, chosenWeights, expertTiles, tileRowTokens, choiceRows, expertOutput } = scratch;
  const attention: Buffers<AttentionBinding> = {
    data,
    block_table: blockTable,
    sinks: weights.sinks,
    queries,
    keys,
    values,
    attention_output: attentionOutput,
  };
  const expertGemm = kernels.expertGemm[0]!.step;
  return {
    qkv: bindProduct(kernels.qkv, { x: normed, weight: weights.qkv, y: qkv }),
    rotaryEmbedding: bind(kernels.rotaryEmbedding, {
      data,
      block_table: blockTable,
      projected: qkv,
      bias: weights.qkvBias,
      rope,
      queries,
      keys,
      values,
    }),
    decodeAttention: bind(kernels.decodeAttention[weights.attentionType], attention),
    prefillAttention: bind(kernels.prefillAttention[weights.attentionType], attention),
    output: bindProduct(kernels.output, { x: attentionOutput, weight: weights.output, y: projected }),
    attentionNorm: bind(kernels.attentionNorm, {
      norm_weight: weights.postAttentionNorm,
      residual,
      normed,
      projected,
      projected_bias: weights.outputBias,
      router_weight: weights.router,
      router_bias: weights.routerBias,
      chosen_experts: chosenExperts,
      chosen_weights: chosenWeights,
    }),
    expertGateUpGemv: bind(kernels.expertGateUpGemv, {
      x: normed,
      blocks: weights.gateUpBlocks,
      scales: weights.gateUpScales,
      bias: weights.gateUpBias,
      chosen_experts: chosenExperts,
      activated,
    }),
    expertDownGemv: bind(kernels.expertDownGemv, {
      x: activated,
      blocks: weights.downBlocks,
      scales: weights.downScales,
      chosen_experts: chosenExperts,
      expert_output: expertOutput,
      choice_rows: choiceRows,
    }),
    expertGateUpGemm: expertGemm.gateUp.bind({
      expert_tiles: expertTiles,
      tile_row_tokens: tileRowTokens,
      x: normed,
      weight: weights.gateUpBlocks,
      scales: weights.gateUpScales,
      y: gateUp,
    }),
    swiglu: bind(kernels.swiglu, {
      gate_up: gateUp,
      bias: weights.gateUpBias,
      expert_tiles: expertTiles,
      activated,
    }),
    expertDownGemm: expertGemm.down.bind({
      expert_tiles: expertTiles,
      x: activated,
      weight: weights.downBlocks,
      scales: weights.downScales,
      y: expertOutput,
    }),
    expertsNorm: bind(kernels.expertsNorm, {
      norm_weight: nextNorm,
      residual,
      normed,
      expert_output: expertOutput,
      expert_bias: weights.downBias,
      chosen_experts: chosenExperts,
      chosen_weights: chosenWeights,
      choice_rows: choiceRows,
    }),
  };
}

function bind<Name extends string>(kernel: Kernel<Name>, buffers: Buffers<NoInfer<Name>>): BoundKernel {
  return { kernel, group: kernel.bind(buffers) };
}

function bindProduct<Name extends string>(
  product: Product<Kernel<Name>>,
  buffers: Buffers<NoInfer<Name>>,
): BoundProduct {
  return { product, group: product.gemv[0]!.bind(buffers) };
}
