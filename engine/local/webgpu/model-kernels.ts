import { gemmTiles, type Ladder } from "./gemm-tiles.ts";
import { type Kernel, KernelCompiler } from "./kernel.ts";
import type { AttentionPhase } from "./kernels/attention/attention.ts";
import { decodeAttentionKernel } from "./kernels/attention/decode-attention.ts";
import { prefillAttentionKernel } from "./kernels/attention/prefill-attention.ts";
import { tensorCoreAttentionKernel } from "./kernels/attention/tensor-core-attention.ts";
import { splitOnTensorCores } from "./kernels/attention/tensor-core-split.ts";
import { chooseTokenKernel } from "./kernels/choose-token.ts";
import { expertDownGemvKernel, expertGateUpGemvKernel } from "./kernels/expert-gemv.ts";
import { denseGemmKernel, expertDownGemmKernel, expertGateUpGemmKernel } from "./kernels/gemm/gemm.ts";
import type { Tile } from "./kernels/gemm/tile.ts";
import { gemvKernel } from "./kernels/gemv.ts";
import type { KernelShape } from "./kernels/kernel-shape.ts";
import type { KernelSource } from "./kernels/kernel-source.ts";
import {
  type InputRows,
  type ProductName,
  type ProductSize,
  SAMPLED_TOKENS,
  TOKENS,
} from "./kernels/product.ts";
import { attentionNormKernel, embeddingNormKernel, expertsNormKernel } from "./kernels/rms-norm.ts";
import { rotaryEmbeddingKernel } from "./kernels/rotary-embedding.ts";
import { scoreTokensKernel } from "./kernels/score-tokens.ts";
import { sortExpertsKernel } from "./kernels/sort-experts.ts";
import { swigluKernel } from "./kernels/swiglu.ts";
import type { TensorCores } from "./kernels/tensor-cores.ts";

/** Up to this many input rows GEMV is faster than GEMM. */
export const MAX_GEMV_ROWS = 4;
const GEMV_ROWS = [1, 2, MAX_GEMV_ROWS] as const;

/**
 * A matrix product by GEMV kernels for up to 1, 2 and MAX_GEMV_ROWS rows, and by GEMM kernels. All have the same
 * bindings, so that one bind group serves them all.
 */
export interface Product<K> {
  readonly outputs: number;
  readonly gemv: readonly K[];
  readonly gemm: Ladder<{ readonly tile: Tile; readonly kernel: K }>;
}

export type ModelKernels = Awaited<ReturnType<typeof compileModelKernels>>;

/** Compiles all kernels of a model of this shape. */
export async function compileModelKernels(device: GPUDevice, shape: KernelShape, cores: TensorCores | null) {
  const compiler = new KernelCompiler(device);
  const { maxComputeWorkgroupStorageSize: workgroupStorage } = device.limits;
  const tiles = gemmTiles(cores, workgroupStorage);
  const { hiddenSize, intermediateSize, headDim, numAttentionHeads, numKeyValueHeads, vocabSize } =
    shape.config;
  const queryWidth = numAttentionHeads * headDim;
  const qkvSize = { inputs: hiddenSize, outputs: queryWidth + 2 * numKeyValueHeads * headDim };
  const outputSize = { inputs: queryWidth, outputs: hiddenSize };
  const lmHeadSize = { inputs: hiddenSize, outputs: vocabSize };
  const gateUpSize = { inputs: hiddenSize, outputs: 2 * intermediateSize };
  const downSize = { inputs: intermediateSize, outputs: hiddenSize };

  const compile = <Name extends string>(label: string, source: KernelSource<Name>) =>
    compiler.compile(label, source);

  const product = async <Name extends string>(
    label: string,
    size: ProductSize,
    rows: InputRows<Name>,
    ladder: Ladder<Tile>,
  ): Promise<Product<Kernel<Name | ProductName>>> => ({
    outputs: size.outputs,
    gemv: await Promise.all(
      GEMV_ROWS.map((count) => compile(`${label} gemv ${count}`, gemvKernel(shape, size, rows, count))),
    ),
    gemm: await mapLadder(ladder, async (tile) => ({
      tile,
      kernel: await compile(
        `${label} gemm ${tile.rows}x${tile.columns}`,
        denseGemmKernel(shape, size, rows, tile, cores),
      ),
    })),
  });

  const attentionSource = (phase: AttentionPhase, window: number) => {
    const split = cores === null ? null : splitOnTensorCores(phase, shape, cores, workgroupStorage);
    if (cores !== null && split !== null) {
      return tensorCoreAttentionKernel(phase, shape, window, cores, split);
    }
    return phase === "decode" ? decodeAttentionKernel(shape, window) : prefillAttentionKernel(shape, window);
  };
  const attention = async (phase: AttentionPhase) => ({
    full_attention: await compile(`${phase} attention`, attentionSource(phase, 0)),
    sliding_attention: await compile(
      `sliding ${phase} attention`,
      attentionSource(phase, shape.config.slidingWindow),
    ),
  });

  return {
    embeddingNorm: await compile("embedding norm", embeddingNormKernel(shape)),
    attentionNorm: await compile("attention norm", attentionNormKernel(shape)),
    expertsNorm: await compile("experts norm", expertsNormKernel(shape)),
    rotaryEmbedding: await compile("rotary embedding", rotaryEmbeddingKernel(shape)),
    decodeAttention: await attention("decode"),
    prefillAttention: await attention("prefill"),
    qkv: await product("qkv", qkvSize, TOKENS, tiles.dense),
    output: await product("output", outputSize, TOKENS, tiles.dense),
    lmHead: await product("lm head", lmHeadSize, SAMPLED_TOKENS, tiles.vocabulary),
    expertGateUpGemv: await compile("expert gate and up gemv", expertGateUpGemvKernel(shape)),
    expertDownGemv: await compile("expert down gemv", expertDownGemvKernel(shape)),
    sortExperts: await compile("sort experts", sortExpertsKernel(shape)),
    /** By the number of rows that an expert has on average. */
    expertGemm: await mapLadder(tiles.experts, async (tile) => ({
      tile,
      gateUp: await compile(
        `expert gate and up gemm ${tile.rows}x${tile.columns}`,
        expertGateUpGemmKernel(shape, gateUpSize, tile, cores),
      ),
      down: await compile(
        `expert down gemm ${tile.rows}x${tile.columns}`,
        expertDownGemmKernel(shape, downSize, tile, cores),
      ),
    })),
    swiglu: await compile("swiglu", swigluKernel(shape)),
    scoreTokens: await compile("score tokens", scoreTokensKernel(shape)),
    chooseToken: await compile("choose token", chooseTokenKernel(shape)),
  };
}

function mapLadder<T, U>(ladder: Ladder<T>, map: (step: T) => Promise<U>): Promise<Ladder<U>> {
  return Promise.all(ladder.map(async ({ rows, step }) => ({ rows, step: await map(step) })));
}
