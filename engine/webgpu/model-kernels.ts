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

/** Input rows up to which weights are best read by products of single rows. */
export const FEW = 4;
const FEW_COUNTS = [1, 2, FEW] as const;

/** A tile, and the kernel that multiplies in it. */
export interface TiledKernel {
  readonly tile: Tile;
  readonly kernel: Kernel;
}

/** From low to tall: each pays up to so many rows. */
export type Ladder<T> = readonly { readonly rows: number; readonly step: T }[];

/** The lowest tile that so many rows pay. */
export function stepFor<T>(ladder: Ladder<T>, rows: number): T {
  return (ladder.find((rung) => rows <= rung.rows) ?? ladder.at(-1)!).step;
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
  const windows = async (label: string, kernel: (shape: KernelShape, window: number) => string) => ({
    full: await compile(label, kernel(shape, 0)),
    sliding: await compile(`${label} within window`, kernel(shape, config.slidingWindow)),
  });
  const attending = (what: Attending, plain: (shape: KernelShape, window: number) => string) => {
    const shares = sharesOnUnits(what, shape, units, workgroupStorage);
    return units === null || shares === null
      ? plain
      : (shape: KernelShape, window: number) => attendOnUnitsKernel(what, shape, window, units, shares);
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
    attendSingles: await windows("attend singles", attending("singles", attendSinglesKernel)),
    attendTiles: await windows("attend tiles", attending("tiles", attendTilesKernel)),
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

interface ProductTiles {
  /** Queries, keys and values, and the output projection: a few thousand columns. */
  readonly dense: Ladder<Tile>;
  readonly experts: Ladder<Tile>;
  readonly vocabulary: Ladder<Tile>;
}

/**
 * Tiles of several heights, and from how many rows on the next one is faster: as measured on an H100 in the shape of
 * the 20b model. The lower a tile, the more its time is that of reading weights: more of them are on their way at a time.
 * Narrower tiles make more workgroups, of which experts and the output layer have enough.
 */
function productTiles(units: MatrixUnits | null, workgroupStorage: number): ProductTiles {
  if (units === null) {
    const plain = [
      { rows: 16, step: tile(16, 64, { depth: 32, ahead: 1, part: [16, 64] }) },
      { rows: Infinity, step: tile(64, 64, { depth: 32, ahead: 1, part: [64, 64] }) },
    ];
    return { dense: plain, experts: plain, vocabulary: plain };
  }
  const depth = workgroupStorage >= 40_000 ? 64 : 32;
  return {
    dense: [
      { rows: 32, step: tile(32, 16, { depth: 2 * depth, ahead: 4, part: [16, 16] }) },
      { rows: 80, step: tile(32, 32, { depth, ahead: 4, part: [32, 16] }) },
      { rows: 400, step: tile(64, 64, { depth, ahead: 2, part: [32, 32] }) },
      { rows: Infinity, step: tile(128, 128, { depth, ahead: 1, part: [64, 32] }) },
    ],
    experts: [
      { rows: 16, step: tile(16, 64, { depth, ahead: 6, part: [16, 16] }) },
      { rows: 32, step: tile(32, 64, { depth, ahead: 2, part: [16, 32] }) },
      { rows: 80, step: tile(64, 128, { depth: 32, ahead: 1, part: [64, 32] }) },
      { rows: Infinity, step: tile(128, 128, { depth: 32, ahead: 2, part: [64, 64] }) },
    ],
    vocabulary: [
      { rows: 16, step: tile(16, 64, { depth, ahead: 4, part: [16, 16] }) },
      { rows: 32, step: tile(32, 64, { depth, ahead: 2, part: [16, 32] }) },
      { rows: Infinity, step: tile(64, 64, { depth, ahead: 2, part: [32, 32] }) },
    ],
  };
}

function tile(
  rows: number,
  columns: number,
  { depth, ahead, part }: Pick<Tile, "depth" | "ahead"> & { readonly part: readonly [number, number] },
): Tile {
  return { rows, columns, depth, ahead, subgroupRows: part[0], subgroupColumns: part[1] };
}
