import { type KernelShape, lanesOf, mxfp4, padded, prelude } from "./prelude.ts";

/** Neurons, or outputs, of one workgroup. */
const NEURONS_A_GROUP = 16;
const OUTPUTS_A_GROUP = 16;

const DOT = /* wgsl */ `
/** The product of 32 weights and the 32 inputs that begin at x[at]. */
fn block_dot(codes: vec4u, at: u32) -> f32 {
  var sum = 0f;
  for (var i = 0u; i < 4u; i += 1u) {
    let packed = x[at + i];
    let word = codes[i];
    sum += dot(e2m1_pair(word & 0xffu), unpack2x16float(packed.x)) + dot(e2m1_pair((word >> 8u) & 0xffu), unpack2x16float(packed.y))
      + dot(e2m1_pair((word >> 16u) & 0xffu), unpack2x16float(packed.z)) + dot(e2m1_pair(word >> 24u), unpack2x16float(packed.w));
  }
  return sum;
}
fn scale_of(index: u32) -> f32 { return e8m0((scales[index >> 2u] >> ((index & 3u) * 8u)) & 0xffu) * E2M1_SCALE; }
`;

const BUILTINS = /* wgsl */ `
  @builtin(workgroup_id) group: vec3u,
  @builtin(subgroup_id) subgroup: u32,
  @builtin(num_subgroups) subgroups: u32,
  @builtin(subgroup_invocation_id) lane: u32,
  @builtin(subgroup_size) subgroup_size: u32,
`;

/** The clamped SwiGLU of gpt-oss: gate and up, biases included. */
export function swiglu({ config }: KernelShape): string {
  return /* wgsl */ `
fn swiglu(gate: f32, up: f32) -> f32 {
  let g = min(gate, ${config.swigluLimit}f);
  let u = clamp(up, -${config.swigluLimit}f, ${config.swigluLimit}f);
  return (u + 1f) * g / (1f + exp(-1.702 * g));
}
`;
}

/**
 * The first half of the experts for a few tokens: act = SwiGLU(gate, up), a workgroup for NEURONS_A_GROUP neurons of one
 * chosen expert of one token. Each weight of a chosen expert is read once a token.
 */
export function expertsFewUpKernel(shape: KernelShape): string {
  return /* wgsl */ `${prelude(shape)}${mxfp4(shape)}${swiglu(shape)}
@group(0) @binding(0) var<storage, read> x: array<vec4u>;
@group(0) @binding(1) var<storage, read> blocks: array<vec4u>;
@group(0) @binding(2) var<storage, read> scales: array<u32>;
@group(0) @binding(3) var<storage, read> bias: array<u32>;
@group(0) @binding(4) var<storage, read> chosen_experts: array<u32>;
@group(0) @binding(5) var<storage, read_write> activated: array<u32>;
const BLOCKS = HIDDEN / 32u;
${DOT}
@compute @workgroup_size(THREADS) fn main(${BUILTINS}) {
  let choice = group.y;
  let expert = chosen_experts[choice];
  let x_start = (choice / TOP) * (HIDDEN / 8u);
  for (var i = subgroup; i < ${NEURONS_A_GROUP / 2}u; i += subgroups) {
    let neuron = group.x * ${NEURONS_A_GROUP}u + 2u * i;
    if (neuron >= INTERMEDIATE) { break; }
    let row = (expert * INTERMEDIATE + neuron) * 2u;
    var sums = vec4f();
    for (var block = lane; block < BLOCKS; block += ${lanesOf(shape, "subgroup_size")}) {
      let at = x_start + block * 4u;
      for (var r = 0u; r < 4u; r += 1u) {
        let index = (row + r) * BLOCKS + block;
        sums[r] += block_dot(blocks[index], at) * scale_of(index);
      }
    }
    let total = subgroupAdd(sums);
    if (lane == 0u) {
      let first = bfloat16_pair(bias[row / 2u]);
      let second = bfloat16_pair(bias[row / 2u + 1u]);
      activated[(choice * INTERMEDIATE + neuron) / 2u] = pack2x16float(vec2f(
        swiglu(total.x + first.x, total.y + first.y),
        swiglu(total.z + second.x, total.w + second.y),
      ));
    }
  }
}
`;
}

/** The second half: mixed = act W^T of the same expert, not weighted yet. */
export function expertsFewDownKernel(shape: KernelShape): string {
  return /* wgsl */ `${prelude(shape)}${mxfp4(shape)}
@group(0) @binding(0) var<storage, read> x: array<vec4u>;
@group(0) @binding(1) var<storage, read> blocks: array<vec4u>;
@group(0) @binding(2) var<storage, read> scales: array<u32>;
@group(0) @binding(3) var<storage, read> chosen_experts: array<u32>;
@group(0) @binding(4) var<storage, read_write> mixed: array<f32>;
@group(0) @binding(5) var<storage, read_write> pair_rows: array<u32>;
const BLOCKS = INTERMEDIATE / 32u;
const STRIDE = ${padded(shape.config.hiddenSize)}u;
${DOT}
@compute @workgroup_size(THREADS) fn main(${BUILTINS}) {
  let choice = group.y;
  let expert = chosen_experts[choice];
  let x_start = choice * (INTERMEDIATE / 8u);
  if (group.x == 0u && subgroup == 0u && lane == 0u) { pair_rows[choice] = choice; }
  for (var i = subgroup; i < ${OUTPUTS_A_GROUP / 2}u; i += subgroups) {
    let output = group.x * ${OUTPUTS_A_GROUP}u + 2u * i;
    if (output >= HIDDEN) { break; }
    var sums = vec2f();
    for (var block = lane; block < BLOCKS; block += ${lanesOf(shape, "subgroup_size")}) {
      let at = x_start + block * 4u;
      for (var r = 0u; r < 2u; r += 1u) {
        let index = (expert * HIDDEN + output + r) * BLOCKS + block;
        sums[r] += block_dot(blocks[index], at) * scale_of(index);
      }
    }
    let total = subgroupAdd(sums);
    if (lane == 0u) {
      mixed[choice * STRIDE + output] = total.x;
      mixed[choice * STRIDE + output + 1u] = total.y;
    }
  }
}
`;
}

export function expertsFewUpGroups(neurons: number): number {
  return Math.ceil(neurons / NEURONS_A_GROUP);
}

export function expertsFewDownGroups(outputs: number): number {
  return Math.ceil(outputs / OUTPUTS_A_GROUP);
}
