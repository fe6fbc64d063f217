import { type Attending, attendOnUnitsKernel, sharesOnUnits } from "./kernels/attend-on-units.ts";
import { attendSinglesKernel, attendTilesKernel } from "./kernels/attend.ts";
import { activateKernel } from "./kernels/activate.ts";
import { chooseTokenKernel, scoreTokensKernel } from "./kernels/choose-token.ts";
import { expertsFewDownKernel, expertsFewUpKernel } from "./kernels/experts-few.ts";
import { type LinearSize, linearFewKernel } from "./kernels/linear-few.ts";
import { normalizeKernel } from "./kernels/normalize.ts";
import type { KernelShape } from "./kernels/prelude.ts";
import { rotateKernel } from "./kernels/rotate.ts";
import { sortExpertsKernel } from "./kernels/sort-experts.ts";
import type { MatrixUnits } from "./kernels/matrix-units.ts";
import { type ProductSize, type Tile, tiledProductKernel } from "./kernels/tiled-product.ts";
import { type Kernel, KernelCompiler } from "./kernel.ts";
import { type Ladder, productTiles } from "./product-tiles.ts";

/** Input rows up to which weights are best read by products of single rows. */
export const FEW = 4;
const FEW_COUNTS = [1, 2, FEW] as const;

/** A tile, and the kernel that multiplies in it. */
export interface TiledKernel {
  readonly tile: Tile;
  readonly kernel: Kernel;
}

/** A product by one kernel for each number of rows up to FEW, and by tiles. */
export interface Product {
  readonly few: readonly Kernel[];
  readonly tiled: Ladder<TiledKernel>;
}

/** The halves of the experts in tiles of one height. */
export interface TiledExperts {
  readonly tile: Tile;
  readonly up: Kernel;
  readonly down: Kernel;
}

export interface ModelKernels {
  readonly embed: Kernel;
  readonly addAttention: Kernel;
  readonly addExperts: Kernel;
  readonly rotate: Kernel;
  readonly attendSingles: { readonly full: Kernel; readonly sliding: Kernel };
  readonly attendTiles: { readonly full: Kernel; readonly sliding: Kernel };
  readonly qkv: Product;
  readonly output: Product;
  readonly lmHead: Product;
  readonly expertsFewUp: Kernel;
  readonly expertsFewDown: Kernel;
  readonly sortExperts: Kernel;
  /** By the rows that an expert has on average. */
  readonly experts: Ladder<TiledExperts>;
  readonly activate: Kernel;
  readonly score: Kernel;
  readonly choose: Kernel;
}

/** Compiles everything a model of this shape needs. */
export async function compileModelKernels(
  device: GPUDevice,
  shape: KernelShape,
  units: MatrixUnits | null,
): Promise<ModelKernels> {
  const compiler = new KernelCompiler(device);
  const { config } = shape;
  const { maxComputeWorkgroupStorageSize: workgroupStorage } = device.limits;
  const tiles = productTiles(units, workgroupStorage);
  const compile = (label: string, code: string) => compiler.compile(label, code);
  const tiled = (label: string, size: ProductSize, tile: Tile) =>
    compile(`${label} ${tile.rows}`, tiledProductKernel(shape, size, tile, units));
  const product = async (label: string, size: LinearSize, ladder: Ladder<Tile>): Promise<Product> => ({
    few: await Promise.all(
      FEW_COUNTS.map((count) => compile(`${label} x${count}`, linearFewKernel(shape, size, count))),
    ),
    tiled: await compileLadder(ladder, async (tile) => ({
      tile,
      kernel: await tiled(label, { ...size, weights: "bfloat16" }, tile),
    })),
  });
  const windows = async (label: string, kernel: (window: number) => string) => ({
    full: await compile(label, kernel(0)),
    sliding: await compile(`${label} within window`, kernel(config.slidingWindow)),
  });
  const attend = (attending: Attending, plain: (shape: KernelShape, window: number) => string) => {
    const shares = sharesOnUnits(attending, shape, units, workgroupStorage);
    return windows(`attend ${attending}`, (window) =>
      units === null || shares === null
        ? plain(shape, window)
        : attendOnUnitsKernel(attending, shape, window, units, shares),
    );
  };
  const { hiddenSize, intermediateSize, headDim, numAttentionHeads, numKeyValueHeads, vocabSize } = config;
  const queryWidth = numAttentionHeads * headDim;
  const qkvWidth = queryWidth + 2 * numKeyValueHeads * headDim;
  const up: ProductSize = {
    inputs: hiddenSize,
    outputs: 2 * intermediateSize,
    weights: "mxfp4",
    rows: "expert-tokens",
  };
  const down: ProductSize = {
    inputs: intermediateSize,
    outputs: hiddenSize,
    weights: "mxfp4",
    rows: "expert-rows",
  };
  return {
    embed: await compile("embed", normalizeKernel(shape, "embedding")),
    addAttention: await compile("add attention", normalizeKernel(shape, "attention")),
    addExperts: await compile("add experts", normalizeKernel(shape, "experts")),
    rotate: await compile("rotate", rotateKernel(shape)),
    attendSingles: await attend("singles", attendSinglesKernel),
    attendTiles: await attend("tiles", attendTilesKernel),
    qkv: await product("qkv", { inputs: hiddenSize, outputs: qkvWidth, rows: "tokens" }, tiles.dense),
    output: await product("output", { inputs: queryWidth, outputs: hiddenSize, rows: "tokens" }, tiles.dense),
    lmHead: await product(
      "lm head",
      { inputs: hiddenSize, outputs: vocabSize, rows: "chosen" },
      tiles.vocabulary,
    ),
    expertsFewUp: await compile("experts up, few", expertsFewUpKernel(shape)),
    expertsFewDown: await compile("experts down, few", expertsFewDownKernel(shape)),
    sortExperts: await compile("sort experts", sortExpertsKernel(shape)),
    experts: await compileLadder(tiles.experts, async (tile) => ({
      tile,
      up: await tiled("experts up", up, tile),
      down: await tiled("experts down", down, tile),
    })),
    activate: await compile("activate", activateKernel(shape)),
    score: await compile("score tokens", scoreTokensKernel(shape)),
    choose: await compile("choose token", chooseTokenKernel(shape)),
  };
}

function compileLadder<T>(ladder: Ladder<Tile>, kernelOf: (tile: Tile) => Promise<T>): Promise<Ladder<T>> {
  return Promise.all(ladder.map(async ({ rows, step }) => ({ rows, step: await kernelOf(step) })));
}
