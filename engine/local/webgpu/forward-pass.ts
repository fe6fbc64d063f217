import type { BoundKernel, BoundLayer, BoundModel, BoundProduct } from "./bound-kernels.ts";
import { stepFor } from "./gemm-tiles.ts";
import { expertDownGemvGroups, expertGateUpGemvGroups } from "./kernels/expert-gemv.ts";
import { expertGemmGroups, gemmGroups } from "./kernels/gemm/tile.ts";
import { gemvGroups } from "./kernels/gemv.ts";
import { type KernelShape, THREADS } from "./kernels/kernel-shape.ts";
import { rotaryEmbeddingItems } from "./kernels/rotary-embedding.ts";
import { maxExpertTiles } from "./kernels/sort-experts.ts";
import { VOCABULARY_PARTS } from "./kernels/vocabulary.ts";
import { MAX_GEMV_ROWS, type ModelKernels } from "./model-kernels.ts";
import { RESULT_WORDS } from "./step-data.ts";
import type { StepPlan } from "./step-plan.ts";

/**
 * Layers whose commands are submitted together. The GPU starts with the first layer while the others are still encoded;
 * a submission costs as much as a few commands.
 */
const LAYERS_PER_SUBMISSION = [1, 3, 8];

/** Submits the kernels of a step in their order. Everything is bound already: a step only encodes dispatches. */
export class ForwardPass {
  readonly #device: GPUDevice;
  readonly #shape: KernelShape;
  readonly #kernels: ModelKernels;
  readonly #model: BoundModel;
  readonly #immediates = new Uint32Array(3);

  constructor(device: GPUDevice, shape: KernelShape, kernels: ModelKernels, model: BoundModel) {
    this.#device = device;
    this.#shape = shape;
    this.#kernels = kernels;
    this.#model = model;
  }

  /** Submits a step, and the copy of its results to `readback`. */
  submit(plan: StepPlan, readback: GPUBuffer, results: GPUBuffer): void {
    const { embeddingNorm, layers, lmHead, scoreTokens, chooseToken } = this.#model;
    let end = 0;
    for (let part = 0; end < layers.length; part += 1) {
      const begin = end;
      const count = LAYERS_PER_SUBMISSION[Math.min(part, LAYERS_PER_SUBMISSION.length - 1)]!;
      end = Math.min(begin + count, layers.length);
      const samples = end === layers.length && plan.rows > 0;
      const encoder = this.#device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      this.#writeImmediates(pass, plan);
      if (begin === 0) {
        dispatch(pass, embeddingNorm, plan.tokens);
      }
      for (let layer = begin; layer < end; layer += 1) {
        this.#encodeLayer(pass, layers[layer]!, plan);
      }
      if (samples) {
        encodeProduct(pass, lmHead, plan.rows);
        dispatch(pass, scoreTokens, VOCABULARY_PARTS, plan.rows);
        dispatch(pass, chooseToken, plan.rows);
      }
      pass.end();
      if (samples) {
        encoder.copyBufferToBuffer(results, 0, readback, 0, plan.rows * RESULT_WORDS * 4);
      }
      this.#device.queue.submit([encoder.finish()]);
    }
  }

  #writeImmediates(pass: GPUComputePassEncoder, { tokens, rows }: StepPlan): void {
    this.#immediates.set([tokens, rows, this.#expertGemm(tokens).tile.rows]);
    pass.setImmediates(0, this.#immediates);
  }

  #encodeLayer(pass: GPUComputePassEncoder, layer: BoundLayer, plan: StepPlan): void {
    const { tokens, decodeTokens, prefillTiles } = plan;
    const { numKeyValueHeads } = this.#shape.config;
    encodeProduct(pass, layer.qkv, tokens);
    dispatch(pass, layer.rotaryEmbedding, tokens, Math.ceil(rotaryEmbeddingItems(this.#shape) / THREADS));
    if (decodeTokens > 0) {
      dispatch(pass, layer.decodeAttention, numKeyValueHeads, decodeTokens);
    }
    if (prefillTiles > 0) {
      dispatch(pass, layer.prefillAttention, numKeyValueHeads, prefillTiles);
    }
    encodeProduct(pass, layer.output, tokens);
    dispatch(pass, layer.attentionNorm, tokens);
    this.#encodeExperts(pass, layer, tokens);
    dispatch(pass, layer.expertsNorm, tokens);
  }

  #encodeExperts(pass: GPUComputePassEncoder, layer: BoundLayer, tokens: number): void {
    const { hiddenSize, intermediateSize, numExpertsPerToken } = this.#shape.config;
    if (tokens <= MAX_GEMV_ROWS) {
      const choices = tokens * numExpertsPerToken;
      dispatch(pass, layer.expertGateUpGemv, expertGateUpGemvGroups(intermediateSize), choices);
      dispatch(pass, layer.expertDownGemv, expertDownGemvGroups(hiddenSize), choices);
      return;
    }
    const { tile, gateUp, down } = this.#expertGemm(tokens);
    const tiles = maxExpertTiles(this.#shape, tokens, tile.rows);
    dispatch(pass, this.#model.sortExperts, 1);
    const gateUpKernel = { kernel: gateUp, group: layer.expertGateUpGemm };
    dispatch(pass, gateUpKernel, ...expertGemmGroups(tile, 2 * intermediateSize, tiles));
    dispatch(pass, layer.swiglu, Math.ceil(intermediateSize / 2 / THREADS), tiles);
    const downKernel = { kernel: down, group: layer.expertDownGemm };
    dispatch(pass, downKernel, ...expertGemmGroups(tile, hiddenSize, tiles));
  }

  #expertGemm(tokens: number): ModelKernels["expertGemm"][number]["step"] {
    const { numExpertsPerToken, numLocalExperts } = this.#shape.config;
    return stepFor(this.#kernels.expertGemm, (tokens * numExpertsPerToken) / numLocalExperts);
  }
}

function encodeProduct(pass: GPUComputePassEncoder, { product, group }: BoundProduct, rows: number): void {
  if (rows <= MAX_GEMV_ROWS) {
    const kernel = product.gemv[Math.ceil(Math.log2(rows))]!;
    dispatch(pass, { kernel, group }, gemvGroups(product.outputs));
    return;
  }
  const { tile, kernel } = stepFor(product.gemm, rows);
  dispatch(pass, { kernel, group }, ...gemmGroups(tile, product.outputs, rows));
}

function dispatch(pass: GPUComputePassEncoder, { kernel, group }: BoundKernel, x: number, y = 1): void {
  pass.setPipeline(kernel.pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(x, y);
}
