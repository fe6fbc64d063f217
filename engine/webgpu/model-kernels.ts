import { attendSinglesKernel, attendTilesKernel } from "./kernels/attend.ts";
import { activateKernel } from "./kernels/activate.ts";
import { chooseTokenKernel, scoreTokensKernel } from "./kernels/choose-token.ts";
import { expertsFewDownKernel, expertsFewUpKernel } from "./kernels/experts-few.ts";
import { type LinearSize, linearFewKernel } from "./kernels/linear-few.ts";
import { normalizeKernel } from "./kernels/normalize.ts";
import type { KernelShape } from "./kernels/prelude.ts";
import { rotateKernel } from "./kernels/rotate.ts";
import { sortExpertsKernel } from "./kernels/sort-experts.ts";
import {
  type MatrixUnits,
  type ProductSize,
  type Tile,
  tiledProductKernel,
} from "./kernels/tiled-product.ts";
import { type Kernel, KernelCompiler } from "./kernel.ts";

/** Input rows up to which weights are best read by products of single rows. */
export const FEW = 4;
const FEW_COUNTS = [1, 2, FEW] as const;

/** A product by one kernel for each number of rows, and one for each height of tile. */
export interface Product {
  readonly few: readonly Kernel[];
  readonly tiled: readonly Kernel[];
  /** Of `tiled`, from low to tall. */
  readonly tiles: readonly Tile[];
}

export interface ModelKernels {
  /** From low to tall. */
  readonly expertTiles: readonly Tile[];
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
  readonly expertsUp: readonly Kernel[];
  readonly expertsDown: readonly Kernel[];
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
  const { tiles, expertTiles } = productTiles(units, device.limits.maxComputeWorkgroupStorageSize);
  const compile = (label: string, code: string) => compiler.compile(label, code);
  const tiled = (label: string, size: ProductSize, ofHeights: readonly Tile[]) =>
    Promise.all(
      ofHeights.map((tile) => compile(`${label} ${tile.rows}`, tiledProductKernel(shape, size, tile, units))),
    );
  const product = async (label: string, size: LinearSize, ofHeights = tiles): Promise<Product> => ({
    tiles: ofHeights,
    few: await Promise.all(
      FEW_COUNTS.map((count) => compile(`${label} x${count}`, linearFewKernel(shape, size, count))),
    ),
    tiled: await tiled(label, { ...size, weights: "bfloat16" }, ofHeights),
  });
  const windows = async (label: string, kernel: (shape: KernelShape, window: number) => string) => ({
    full: await compile(label, kernel(shape, 0)),
    sliding: await compile(`${label} within window`, kernel(shape, config.slidingWindow)),
  });
  const { hiddenSize, intermediateSize, headDim, numAttentionHeads, numKeyValueHeads, vocabSize } = config;
  const queryWidth = numAttentionHeads * headDim;
  const qkvWidth = queryWidth + 2 * numKeyValueHeads * headDim;
  return {
    expertTiles,
    embed: await compile("embed", normalizeKernel(shape, "embedding")),
    addAttention: await compile("add attention", normalizeKernel(shape, "attention")),
    addExperts: await compile("add experts", normalizeKernel(shape, "experts")),
    rotate: await compile("rotate", rotateKernel(shape)),
    attendSingles: await windows("attend singles", attendSinglesKernel),
    attendTiles: await windows("attend tiles", attendTilesKernel),
    qkv: await product("qkv", { inputs: hiddenSize, outputs: qkvWidth, rows: "tokens" }),
    output: await product("output", { inputs: queryWidth, outputs: hiddenSize, rows: "tokens" }),
    lmHead: await product("lm head", { inputs: hiddenSize, outputs: vocabSize, rows: "chosen" }, expertTiles),
    expertsFewUp: await compile("experts up, few", expertsFewUpKernel(shape)),
    expertsFewDown: await compile("experts down, few", expertsFewDownKernel(shape)),
    sortExperts: await compile("sort experts", sortExpertsKernel(shape)),
    expertsUp: await tiled(
      "experts up",
      {
        inputs: hiddenSize,
        outputs: 2 * intermediateSize,
        weights: "mxfp4",
        rows: "expert-tokens",
      },
      expertTiles,
    ),
    expertsDown: await tiled(
      "experts down",
      {
        inputs: intermediateSize,
        outputs: hiddenSize,
        weights: "mxfp4",
        rows: "expert-rows",
      },
      expertTiles,
    ),
    activate: await compile("activate", activateKernel(shape)),
    score: await compile("score tokens", scoreTokensKernel(shape)),
    choose: await compile("choose token", chooseTokenKernel(shape)),
  };
}

/**
 * Tiles of several heights. The lower a tile, the more its time is that of reading weights: more of them are on their way at a
 * time. Narrower tiles make more workgroups, which experts and the output layer have enough of.
 */
function productTiles(
  units: MatrixUnits | null,
  workgroupStorage: number,
): { tiles: readonly Tile[]; expertTiles: readonly Tile[] } {
  if (units === null) {
    const tiles = [16, 64].map((rows) => ({
      rows,
      columns: 64,
      depth: 32,
      ahead: 1,
      subgroupRows: rows,
      subgroupColumns: 64,
    }));
    return { tiles, expertTiles: tiles };
  }
  const depth = workgroupStorage >= 40_000 ? 64 : 32;
  const low = { rows: 16, columns: 64, depth, ahead: 4, subgroupRows: 16, subgroupColumns: 16 };
  const middle = { rows: 64, columns: 64, depth, ahead: 2, subgroupRows: 32, subgroupColumns: 16 };
  const tall = { rows: 128, columns: 128, depth, ahead: 1, subgroupRows: 64, subgroupColumns: 32 };
  return {
    tiles: [low, { ...middle, columns: 32, ahead: 3 }, tall],
    expertTiles: [low, middle, tall],
  };
}
