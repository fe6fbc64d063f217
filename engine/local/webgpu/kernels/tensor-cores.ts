import { unroll } from "./unroll.ts";

/** The size of the matrices that the GPU's tensor cores multiply: M x K by K x N, float16 with float32 sums. */
export interface TensorCores {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** The directives of a kernel that uses subgroup matrices, WGSL's view of tensor cores. */
export const SUBGROUP_MATRIX_DIRECTIVES = /* wgsl */ `enable f16;
enable chromium_experimental_subgroup_matrix;
enable subgroup_size_control;
diagnostic(off, chromium.subgroup_matrix_uniformity);
`;

/** The WGSL types of the matrices in left x right = sum. */
export function subgroupMatrixTypes({ m, n, k }: TensorCores) {
  return {
    left: `subgroup_matrix_left<f16, ${k}, ${m}>`,
    right: `subgroup_matrix_right<f16, ${n}, ${k}>`,
    sum: `subgroup_matrix_result<f32, ${n}, ${m}>`,
  };
}

/** sum{i}_{j} += a{i} b{j} for all i below `down` and j below `across`, each a matrix. */
export function multiplyAccumulate(down: number, across: number): string {
  return unroll(down, (i) =>
    unroll(across, (j) => `sum${i}_${j} = subgroupMatrixMultiplyAccumulate(a${i}, b${j}, sum${i}_${j});`),
  );
}
