import { SCORE_PARTS } from "./kernels/choose-token.ts";
import { expertsFewDownGroups, expertsFewUpGroups } from "./kernels/experts-few.ts";
import { linearFewGroups } from "./kernels/linear-few.ts";
import { type KernelShape, THREADS } from "./kernels/prelude.ts";
import { rotateItems } from "./kernels/rotate.ts";
import { maxExpertTiles } from "./kernels/sort-experts.ts";
import { expertProductGroups, productGroups } from "./kernels/tiled-product.ts";
import type { Kernel } from "./kernel.ts";
import { FEW, type ModelKernels, type Product, type TiledExperts } from "./model-kernels.ts";
import type { LayerWeights, ModelWeights } from "./model-weights.ts";
import type { KvBuffers } from "./kv-buffers.ts";
import { stepFor } from "./product-tiles.ts";
import { RESULT_WORDS } from "./step-data.ts";
import type { Scratch } from "./scratch.ts";
import type { StepBuffers } from "./step-buffers.ts";
import type { StepPlan } from "./step-plan.ts";

/**
 * Layers whose commands are handed over together: the device begins with the first while the others are still written,
 * and a handing over costs as much as some commands.
 */
const LAYERS_OF_SUBMISSION = [1, 3, 8];

type Groups = readonly [number, number];
interface Bound {
  readonly kernel: Kernel;
  readonly group: GPUBindGroup;
}
interface BoundProduct {
  readonly product: Product;
  readonly group: GPUBindGroup;
  readonly outputs: number;
}
interface BoundLayer {
  readonly qkv: BoundProduct;
  readonly rotate: Bound;
  readonly attendSingles: Bound;
  readonly attendTiles: Bound;
  readonly output: BoundProduct;
  readonly addAttention: Bound;
  readonly expertsFewUp: Bound;
  readonly expertsFewDown: Bound;
  readonly expertsUp: GPUBindGroup;
  readonly activate: Bound;
  readonly expertsDown: GPUBindGroup;
  readonly addExperts: Bound;
}

/**
 * The order of kernels that makes the next tokens of a step. Everything it binds is bound once: a step only writes its
 * numbers and replays the order.
 */
export class ForwardPass {
  readonly #device: GPUDevice;
  readonly #shape: KernelShape;
  readonly #kernels: ModelKernels;
  readonly #immediates = new Uint32Array(3);
  readonly #embed: Bound;
  readonly #layers: readonly BoundLayer[];
  readonly #sortExperts: Bound;
  readonly #lmHead: BoundProduct;
  readonly #score: Bound;
  readonly #choose: Bound;

  constructor(
    device: GPUDevice,
    shape: KernelShape,
    kernels: ModelKernels,
    weights: ModelWeights,
    kv: KvBuffers,
    scratch: Scratch,
    step: StepBuffers,
  ) {
    this.#device = device;
    this.#shape = shape;
    this.#kernels = kernels;
    const { data, masks, results } = step;
    const { residual, normed, projected, chosenExperts, expertTiles, rowTokens, pairRows } = scratch;
    const firstNorm = weights.layers[0]!.inputNorm;
    this.#embed = bound(kernels.embed, {
      0: data,
      1: firstNorm,
      2: residual,
      3: normed,
      4: weights.embedding,
    });
    this.#sortExperts = bound(kernels.sortExperts, {
      0: chosenExperts,
      1: expertTiles,
      2: rowTokens,
      3: pairRows,
    });
    this.#layers = weights.layers.map((layer, index) =>
      this.#bindLayer(
        index,
        layer,
        weights.layers[index + 1]?.inputNorm ?? weights.finalNorm,
        scratch,
        kv,
        step,
      ),
    );
    this.#lmHead = boundProduct(kernels.lmHead, shape.config.vocabSize, {
      0: data,
      1: normed,
      2: weights.lmHead,
      3: projected.logits,
    });
    this.#score = bound(kernels.score, { 0: data, 1: projected.logits, 2: masks, 3: scratch.scores });
    this.#choose = bound(kernels.choose, {
      0: data,
      1: projected.logits,
      2: masks,
      3: scratch.scores,
      4: results,
    });
  }

  /** Hands the step to the device. Its results are then copied to `readback`. */
  submit(plan: StepPlan, readback: GPUBuffer, results: GPUBuffer): void {
    const layers = this.#layers.length;
    let end = 0;
    for (let part = 0; end < layers; part += 1) {
      const begin = end;
      end = Math.min(begin + LAYERS_OF_SUBMISSION[Math.min(part, LAYERS_OF_SUBMISSION.length - 1)]!, layers);
      const encoder = this.#device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      this.#writeImmediates(pass, plan);
      if (begin === 0) {
        run(pass, this.#embed, [plan.tokens, 1]);
      }
      for (let layer = begin; layer < end; layer += 1) {
        this.#encodeLayer(pass, this.#layers[layer]!, plan);
      }
      if (end === layers && plan.rows > 0) {
        this.#encodeProduct(pass, this.#lmHead, plan.rows);
        run(pass, this.#score, [SCORE_PARTS, plan.rows]);
        run(pass, this.#choose, [plan.rows, 1]);
      }
      pass.end();
      if (end === layers && plan.rows > 0) {
        encoder.copyBufferToBuffer(results, 0, readback, 0, plan.rows * RESULT_WORDS * 4);
      }
      this.#device.queue.submit([encoder.finish()]);
    }
  }

  #writeImmediates(pass: GPUComputePassEncoder, { tokens, rows }: StepPlan): void {
    this.#immediates.set([tokens, rows, this.#experts(tokens).tile.rows]);
    pass.setImmediates(0, this.#immediates);
  }

  #encodeLayer(pass: GPUComputePassEncoder, layer: BoundLayer, { tokens, singles, tiles }: StepPlan): void {
    const { config } = this.#shape;
    this.#encodeProduct(pass, layer.qkv, tokens);
    run(pass, layer.rotate, [tokens, Math.ceil(rotateItems(this.#shape) / THREADS)]);
    if (singles > 0) {
      run(pass, layer.attendSingles, [config.numKeyValueHeads, singles]);
    }
    if (tiles > 0) {
      run(pass, layer.attendTiles, [config.numKeyValueHeads, tiles]);
    }
    this.#encodeProduct(pass, layer.output, tokens);
    run(pass, layer.addAttention, [tokens, 1]);
    this.#encodeExperts(pass, layer, tokens);
    run(pass, layer.addExperts, [tokens, 1]);
  }

  #encodeExperts(pass: GPUComputePassEncoder, layer: BoundLayer, tokens: number): void {
    const { hiddenSize, intermediateSize, numExpertsPerToken } = this.#shape.config;
    if (tokens <= FEW) {
      const choices = tokens * numExpertsPerToken;
      run(pass, layer.expertsFewUp, [expertsFewUpGroups(intermediateSize), choices]);
      run(pass, layer.expertsFewDown, [expertsFewDownGroups(hiddenSize), choices]);
      return;
    }
    const { tile, up, down } = this.#experts(tokens);
    const tiles = maxExpertTiles(this.#shape, tokens, tile.rows);
    run(pass, this.#sortExperts, [1, 1]);
    run(pass, { kernel: up, group: layer.expertsUp }, expertProductGroups(tile, 2 * intermediateSize, tiles));
    run(pass, layer.activate, [Math.ceil(intermediateSize / 2 / THREADS), tiles]);
    run(pass, { kernel: down, group: layer.expertsDown }, expertProductGroups(tile, hiddenSize, tiles));
  }

  #encodeProduct(pass: GPUComputePassEncoder, { product, group, outputs }: BoundProduct, rows: number): void {
    if (rows <= FEW) {
      const kernel = product.few[Math.ceil(Math.log2(rows))]!;
      run(pass, { kernel, group }, [linearFewGroups(outputs), 1]);
      return;
    }
    const { tile, kernel } = stepFor(product.tiled, rows);
    run(pass, { kernel, group }, productGroups(tile, outputs, rows));
  }

  #experts(tokens: number): TiledExperts {
    const { numExpertsPerToken, numLocalExperts } = this.#shape.config;
    return stepFor(this.#kernels.experts, (tokens * numExpertsPerToken) / numLocalExperts);
  }

  #bindLayer(
    index: number,
    weights: LayerWeights,
    nextNorm: GPUBuffer,
    scratch: Scratch,
    kv: KvBuffers,
    { data, blockTable, rope }: StepBuffers,
  ): BoundLayer {
    const kernels = this.#kernels;
    const { hiddenSize, headDim, numAttentionHeads, numKeyValueHeads, layerTypes } = this.#shape.config;
    const { residual, normed, projected, queries, attended, mixed, gateUp, activated } = scratch;
    const { chosenExperts, chosenWeights, expertTiles, rowTokens, pairRows } = scratch;
    const [keys, values] = [kv.keys[index]!, kv.values[index]!];
    const reach = layerTypes[index] === "sliding_attention" ? "sliding" : "full";
    const attention = {
      0: data,
      1: blockTable,
      2: weights.sinks,
      3: queries,
      4: keys,
      5: values,
      6: attended,
    };
    return {
      qkv: boundProduct(kernels.qkv, (numAttentionHeads + 2 * numKeyValueHeads) * headDim, {
        0: data,
        1: normed,
        2: weights.qkv,
        3: projected.qkv,
      }),
      rotate: bound(kernels.rotate, {
        0: data,
        1: blockTable,
        2: projected.qkv,
        3: weights.qkvBias,
        4: rope,
        5: queries,
        6: keys,
        7: values,
      }),
      attendSingles: bound(kernels.attendSingles[reach], attention),
      attendTiles: bound(kernels.attendTiles[reach], attention),
      output: boundProduct(kernels.output, hiddenSize, {
        0: data,
        1: attended,
        2: weights.output,
        3: projected.output,
      }),
      addAttention: bound(kernels.addAttention, {
        0: data,
        1: weights.postAttentionNorm,
        2: residual,
        3: normed,
        4: projected.output,
        5: weights.outputBias,
        6: weights.router,
        7: weights.routerBias,
        8: chosenExperts,
        9: chosenWeights,
      }),
      expertsFewUp: bound(kernels.expertsFewUp, {
        0: normed,
        1: weights.gateUpBlocks,
        2: weights.gateUpScales,
        3: weights.gateUpBias,
        4: chosenExperts,
        5: activated,
      }),
      expertsFewDown: bound(kernels.expertsFewDown, {
        0: activated,
        1: weights.downBlocks,
        2: weights.downScales,
        3: chosenExperts,
        4: mixed,
        5: pairRows,
      }),
      expertsUp: kernels.experts[0]!.step.up.bind({
        0: data,
        1: normed,
        2: weights.gateUpBlocks,
        3: gateUp,
        4: expertTiles,
        5: rowTokens,
        6: weights.gateUpScales,
      }),
      activate: bound(kernels.activate, { 0: gateUp, 1: weights.gateUpBias, 2: expertTiles, 3: activated }),
      expertsDown: kernels.experts[0]!.step.down.bind({
        0: data,
        1: activated,
        2: weights.downBlocks,
        3: mixed,
        4: expertTiles,
        6: weights.downScales,
      }),
      addExperts: bound(kernels.addExperts, {
        0: data,
        1: nextNorm,
        2: residual,
        3: normed,
        4: mixed,
        5: weights.downBias,
        6: chosenExperts,
        7: chosenWeights,
        8: pairRows,
      }),
    };
  }
}

function bound(kernel: Kernel, buffers: Readonly<Record<number, GPUBuffer>>): Bound {
  return { kernel, group: kernel.bind(buffers) };
}

function boundProduct(
  product: Product,
  outputs: number,
  buffers: Readonly<Record<number, GPUBuffer>>,
): BoundProduct {
  return { product, outputs, group: product.few[0]!.bind(buffers) };
}

function run(pass: GPUComputePassEncoder, { kernel, group }: Bound, [x, y]: Groups): void {
  pass.setPipeline(kernel.pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(x, y);
}
