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
