import { type KernelShape, padded } from "../kernel-shape.ts";
import { joinBindings, kernelSource } from "../kernel-source.ts";
import { prelude } from "../prelude.ts";
import { type InputRows, PRODUCT_BINDINGS, type ProductSize } from "../product.ts";
import type { TensorCores } from "../tensor-cores.ts";
import { unroll } from "../unroll.ts";
import { BFLOAT16_WEIGHTS } from "./bfloat16-weights.ts";
import { tileLoader } from "./load.ts";
import { mxfp4Weights } from "./mxfp4-weights.ts";
import { inOrder, ROWS_BY_EXPERT, type TileRows, TOKENS_BY_EXPERT } from "./rows.ts";
import { tensorCoreProduct } from "./tensor-core-product.ts";
import { strideOf, type Tile } from "./tile.ts";
import { vectorProduct } from "./vector-product.ts";
import type { WeightFormat } from "./weights.ts";

/** GEMM with bfloat16 weights. */
export function denseGemmKernel<Name extends string>(
  shape: KernelShape,
  size: ProductSize,
  rows: InputRows<Name>,
  tile: Tile,
  cores: TensorCores | null,
) {
  return gemmKernel(shape, size, inOrder(rows), BFLOAT16_WEIGHTS, tile, cores);
}

/** GEMM of the experts' gate and up projections. */
export function expertGateUpGemmKernel(
  shape: KernelShape,
  size: ProductSize,
  tile: Tile,
  cores: TensorCores | null,
) {
  return gemmKernel(shape, size, TOKENS_BY_EXPERT, expertWeights(shape, cores), tile, cores);
}

/** GEMM of the experts' down projection. */
export function expertDownGemmKernel(
  shape: KernelShape,
  size: ProductSize,
  tile: Tile,
  cores: TensorCores | null,
) {
  return gemmKernel(shape, size, ROWS_BY_EXPERT, expertWeights(shape, cores), tile, cores);
}

function expertWeights(shape: KernelShape, cores: TensorCores | null) {
  return mxfp4Weights(shape, cores !== null && shape.multipliesSubnormals);
}

/**
 * GEMM in tiles: y = x W^T with x in float16, sums in float32, and weights that are turned into float16 on the way to
 * shared memory. While one piece of the tile is multiplied, the next ones are loaded. Whole tiles are written: y has
 * rows and columns up to the next multiple of PADDING.
 */
function gemmKernel<RowName extends string, WeightName extends string>(
  shape: KernelShape,
  size: ProductSize,
  rows: TileRows<RowName>,
  weights: WeightFormat<WeightName>,
  tile: Tile,
  cores: TensorCores | null,
) {
  const product = cores === null ? vectorProduct(tile) : tensorCoreProduct(tile, cores);
  const loader = tileLoader(size, tile, weights, product.threads);
  const octets = tile.depth / 8;
  const stride = strideOf(tile);
  return kernelSource(
    `${product.directives}${prelude(shape)}`,
    joinBindings(joinBindings(rows.bindings, PRODUCT_BINDINGS), weights.bindings),
    /* wgsl */ `
const INPUTS = ${size.inputs}u;
const OUTPUTS = ${size.outputs}u;
const Y_STRIDE = ${padded(size.outputs)}u;
const OCTETS = INPUTS / 8u;
const BLOCKS = INPUTS / 32u;
const STRIDE = ${stride}u;
var<workgroup> x_tile: array<vec4u, ${tile.rows * stride}>;
var<workgroup> w_tile: array<vec4u, ${tile.columns * stride}>;

/**
 * The index in x at which a row begins. For rows that only fill the tile, and for those past its end that no thread
 * stores, it is that of any row that exists: their sums are not read.
 */
fn x_start(row: u32) -> u32 {
  ${rows.start}
}
${weights.code}
@compute @workgroup_size(${product.threads}) ${product.attributes} fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) thread: u32,
  ${product.parameters}
) {
  ${rows.begin(tile.rows, tile.columns)}
  ${loader.declarations}
  var octet = 0u;
  ${unroll(tile.stages, (stage) => loader.load(stage, `${stage * octets}u`))}
  ${product.sums}
  loop {
    ${unroll(
      tile.stages,
      (stage) => `${loader.store(stage)}
    workgroupBarrier();
    ${loader.load(stage, `octet + ${tile.stages * octets}u`)}
    ${product.multiply}
    octet += ${octets}u;
    if (octet >= OCTETS) { break; }
    workgroupBarrier();`,
    )}
  }
  ${product.epilogue}
}
`,
  );
}
