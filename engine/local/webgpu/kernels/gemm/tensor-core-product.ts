import {
  multiplyAccumulate,
  SUBGROUP_MATRIX_DIRECTIVES,
  subgroupMatrixTypes,
  type TensorCores,
} from "../tensor-cores.ts";
import { unroll } from "../unroll.ts";
import type { InnerProduct } from "./inner-product.ts";
import { strideOf, type Tile } from "./tile.ts";

/** The inner product on tensor cores: a subgroup multiplies its part of the tile in subgroup matrices. */
export function tensorCoreProduct(tile: Tile, cores: TensorCores): InnerProduct {
  const { m, n, k } = cores;
  const down = tile.subgroupRows / m;
  const across = tile.subgroupColumns / n;
  const subgroupsPerRow = tile.columns / tile.subgroupColumns;
  const stride = strideOf(tile);
  const { left, right, sum } = subgroupMatrixTypes(cores);
  // Offsets and strides of subgroupMatrixLoad count elements of the array, here octets.
  const multiply = (step: number) => `{
      ${unroll(down, (i) => `let a${i} = subgroupMatrixLoad<${left}, row_major>(&x_tile, (sub_row + ${i * m}u) * STRIDE + ${(step * k) / 8}u, ${stride}u);`)}
      ${unroll(across, (j) => `let b${j} = subgroupMatrixLoad<${right}, col_major>(&w_tile, (sub_column + ${j * n}u) * STRIDE + ${(step * k) / 8}u, ${stride}u);`)}
      ${multiplyAccumulate(down, across)}
    }`;
  const store = (i: number, j: number) =>
    `subgroupMatrixStore<row_major>(&y, (first_row + sub_row + ${i * m}u) * Y_STRIDE + first_column + sub_column + ${j * n}u, sum${i}_${j}, Y_STRIDE);`;
  return {
    directives: SUBGROUP_MATRIX_DIRECTIVES,
    threads: (tile.rows / tile.subgroupRows) * subgroupsPerRow * 32,
    attributes: "@subgroup_size(32)",
    parameters: "@builtin(subgroup_id) subgroup: u32,",
    sums: `let sub_row = (subgroup / ${subgroupsPerRow}u) * ${tile.subgroupRows}u;
  let sub_column = (subgroup % ${subgroupsPerRow}u) * ${tile.subgroupColumns}u;
  ${unroll(down, (i) => unroll(across, (j) => `var sum${i}_${j}: ${sum};`))}`,
    multiply: unroll(tile.depth / k, multiply),
    epilogue: unroll(down, (i) => unroll(across, (j) => store(i, j))),
  };
}
