import { type KernelShape, lanesOf, padded, prelude } from "./prelude.ts";

export interface LinearSize {
  readonly inputs: number;
  readonly outputs: number;
  /** The input rows: all tokens of the step, or only those whose next token is chosen. */
  readonly rows: "tokens" | "chosen";
}

/** Output rows of one workgroup: one for each subgroup of 32 lanes, and more where there are more than enough groups. */
function rowsAGroup(outputs: number): number {
  return outputs > 65_536 ? 64 : 8;
}

/**
 * y = x W^T for up to `count` input rows, weights bfloat16 [outputs, inputs] read once: a subgroup an output row. Bound by
 * memory bandwidth. Biases are added by whoever reads y.
 */
export function linearFewKernel(
  shape: KernelShape,
  { inputs, outputs, rows }: LinearSize,
  count: number,
): string {
  const index = rows === "tokens" ? "row" : "data[ROW_TOKENS + row]";
  return /* wgsl */ `${prelude(shape)}
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read> x: array<vec4u>;
@group(0) @binding(2) var<storage, read> weight: array<vec4u>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
const OCTETS = ${inputs / 8}u;
const OUTPUTS = ${outputs}u;
const STRIDE = ${padded(outputs)}u;
const COUNT = ${count}u;
const ROWS_A_GROUP = ${rowsAGroup(outputs)}u;
@compute @workgroup_size(THREADS) fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(subgroup_id) subgroup: u32,
  @builtin(num_subgroups) subgroups: u32,
  @builtin(subgroup_invocation_id) lane: u32,
  @builtin(subgroup_size) subgroup_size: u32,
) {
  ${rows === "chosen" ? "let rows = step.rows;" : "let rows = step.tokens;"}
  var start = array<u32, COUNT>();
  for (var row = 0u; row < COUNT; row += 1u) { if (row < rows) { start[row] = ${index} * OCTETS; } }
  for (var i = subgroup; i < ROWS_A_GROUP; i += subgroups) {
    let output = group.x * ROWS_A_GROUP + i;
    if (output >= OUTPUTS) { break; }
    var sums = array<f32, COUNT>();
    for (var octet = lane; octet < OCTETS; octet += ${lanesOf(shape, "subgroup_size")}) {
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
`;
}

export function linearFewGroups(outputs: number): number {
  return Math.ceil(outputs / rowsAGroup(outputs));
}
