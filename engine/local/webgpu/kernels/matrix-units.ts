import { times } from "./times.ts";

/** Size of the matrices that a device's matrix units multiply, in float16 with float32 sums. */
export interface MatrixUnits {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** In front of a kernel that multiplies on matrix units. */
export const UNIT_EXTENSIONS = /* wgsl */ `enable f16;
enable chromium_experimental_subgroup_matrix;
enable subgroup_size_control;
diagnostic(off, chromium.subgroup_matrix_uniformity);
`;

/** The types of a product's matrices. */
export function unitTypes({ m, n, k }: MatrixUnits) {
  return {
    left: `subgroup_matrix_left<f16, ${k}, ${m}>`,
    right: `subgroup_matrix_right<f16, ${n}, ${k}>`,
    sum: `subgroup_matrix_result<f32, ${n}, ${m}>`,
  };
}

/** sum{i}_{j} += a{i} b{j}, each a matrix: `down` of a, `across` of b. */
export function addProducts(down: number, across: number): string {
  return times(down, (i) =>
    times(across, (j) => `sum${i}_${j} = subgroupMatrixMultiplyAccumulate(a${i}, b${j}, sum${i}_${j});`),
  );
}
