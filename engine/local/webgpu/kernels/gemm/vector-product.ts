import type { InnerProduct } from "./inner-product.ts";
import { strideOf, type Tile } from "./tile.ts";

/** The inner product without tensor cores: 16 x 16 threads, each with every sixteenth row and column of the tile. */
export function vectorProduct(tile: Tile): InnerProduct {
  const [down, across] = [tile.rows / 16, tile.columns / 16];
  const stride = strideOf(tile);
  return {
    directives: "",
    threads: 256,
    attributes: "",
    parameters: "",
    sums: `let my_row = thread / 16u;
  let my_column = thread % 16u;
  var sums: array<array<f32, ${across}>, ${down}>;`,
    multiply: `for (var q = 0u; q < ${tile.depth / 8}u; q += 1u) {
      var a: array<vec4u, ${down}>;
      for (var i = 0u; i < ${down}u; i += 1u) { a[i] = x_tile[(my_row + 16u * i) * ${stride}u + q]; }
      for (var j = 0u; j < ${across}u; j += 1u) {
        let b = w_tile[(my_column + 16u * j) * ${stride}u + q];
        for (var i = 0u; i < ${down}u; i += 1u) {
          sums[i][j] += dot(unpack2x16float(a[i].x), unpack2x16float(b.x)) + dot(unpack2x16float(a[i].y), unpack2x16float(b.y))
            + dot(unpack2x16float(a[i].z), unpack2x16float(b.z)) + dot(unpack2x16float(a[i].w), unpack2x16float(b.w));
        }
      }
    }`,
    epilogue: `for (var i = 0u; i < ${down}u; i += 1u) {
    for (var j = 0u; j < ${across}u; j += 1u) {
      y[(first_row + my_row + 16u * i) * Y_STRIDE + first_column + my_column + 16u * j] = sums[i][j];
    }
  }`,
  };
}
