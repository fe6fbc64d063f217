import { type KernelShape, padded, subgroupSizeOf } from "./kernel-shape.ts";
import { joinBindings, kernelSource } from "./kernel-source.ts";
import { prelude } from "./prelude.ts";
import { type InputRows, PRODUCT_BINDINGS, type ProductSize } from "./product.ts";

/** Outputs of one workgroup: one for each subgroup of 32 threads, and more if there are more than enough workgroups. */
function outputsPerGroup(outputs: number): number {
  return outputs > 65_536 ? 64 : 8;
}

/**
 * GEMV for up to `count` input rows: y = x W^T with bfloat16 weights [outputs, inputs], which are read once. A subgroup
 * computes an output. It is bound by memory bandwidth. The kernel that reads y adds the bias.
 */
export function gemvKernel<Name extends string>(
  shape: KernelShape,
  { inputs, outputs }: ProductSize,
  rows: InputRows<Name>,
  count: number,
) {
  return kernelSource(
    prelude(shape),
    joinBindings(rows.bindings, PRODUCT_BINDINGS),
    /* wgsl */ `const OCTETS = ${inputs / 8}u;
const OUTPUTS = ${outputs}u;
const STRIDE = ${padded(outputs)}u;
const COUNT = ${count}u;
const OUTPUTS_PER_GROUP = ${outputsPerGroup(outputs)}u;
@compute @workgroup_size(THREADS) fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(subgroup_id) subgroup: u32,
  @builtin(num_subgroups) subgroups: u32,
  @builtin(subgroup_invocation_id) lane: u32,
  @builtin(subgroup_size) subgroup_size: u32,
) {
  let rows = ${rows.count};
  var start = array<u32, COUNT>();
  for (var row = 0u; row < COUNT; row += 1u) { if (row < rows) { start[row] = ${rows.index("row")} * OCTETS; } }
  for (var i = subgroup; i < OUTPUTS_PER_GROUP; i += subgroups) {
    let output = group.x * OUTPUTS_PER_GROUP + i;
    if (output >= OUTPUTS) { break; }
    var sums = array<f32, COUNT>();
    for (var octet = lane; octet < OCTETS; octet += ${subgroupSizeOf(shape, "subgroup_size")}) {
      let w = weight[output * OCTETS + octet];
      let even = bitcast<vec4f>(w << vec4u(16u));
      let odd = bitcast<vec4f>(w & vec4u(0xffff0000u));
      for (var row = 0u; row < COUNT; row += 1u) {
        let packed = x[start[row] + octet];
        let a = unpack2x16float(packed.x);
        let b = unpack2x16float(packed.y);
        let c = unpack2x16float(packed.z);
        let d = unpack2x16float(packed.w);
        sums[row] += dot(even, vec4f(a.x, b.x, c.x, d.x)) + dot(odd, vec4f(a.y, b.y, c.y, d.y));
      }
    }
    for (var row = 0u; row < COUNT; row += 1u) {
      let sum = subgroupAdd(sums[row]);
      if (lane == 0u && row < rows) { y[row * STRIDE + output] = sum; }
    }
  }
}
`,
  );
}

export function gemvGroups(outputs: number): number {
  return Math.ceil(outputs / outputsPerGroup(outputs));
}
