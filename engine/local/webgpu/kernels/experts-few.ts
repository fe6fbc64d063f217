import { type KernelShape, lanesOf, mxfp4, padded, prelude } from "./prelude.ts";

/** Neurons, or outputs, of one workgroup. */
const NEURONS_A_GROUP = 16;
const OUTPUTS_A_GROUP = 32;

/** Rows of weights that a subgroup takes at a time, over the same inputs. */
const ROWS = 4;

const DOT = /* wgsl */ `
/** The inputs of one block, in the order in which its codes are taken out. */
fn block_inputs(at: u32) -> array<vec2f, 16> {
  var inputs = array<vec2f, 16>();
  for (var i = 0u; i < 4u; i += 1u) {
    let packed = x[at + i];
    let a = unpack2x16float(packed.x);
    let b = unpack2x16float(packed.y);
    let c = unpack2x16float(packed.z);
    let d = unpack2x16float(packed.w);
    inputs[4u * i] = vec2f(a.x, c.x);
    inputs[4u * i + 1u] = vec2f(a.y, c.y);
    inputs[4u * i + 2u] = vec2f(b.x, d.x);
    inputs[4u * i + 3u] = vec2f(b.y, d.y);
  }
  return inputs;
}
fn block_dot(codes: vec4u, inputs: array<vec2f, 16>) -> f32 {
  var sum = vec2f();
  for (var i = 0u; i < 4u; i += 1u) {
    let pairs = e2m1_pairs(codes[i]);
    sum += pairs[0] * inputs[4u * i] + pairs[1] * inputs[4u * i + 1u] + pairs[2] * inputs[4u * i + 2u] + pairs[3] * inputs[4u * i + 3u];
  }
  return sum.x + sum.y;
}
fn scale_of(index: u32) -> f32 { return e8m0((scales[index >> 2u] >> ((index & 3u) * 8u)) & 0xffu) * E2M1_SCALE; }

/** The products of ROWS rows, from the row'th on, and the inputs from x[x_start] on; the same in all lanes. */
fn row_dots(row: u32, x_start: u32, lane: u32, lanes: u32) -> vec4f {
  var sums = vec4f();
  for (var block = lane; block < BLOCKS; block += lanes) {
    let inputs = block_inputs(x_start + block * 4u);
    for (var r = 0u; r < ${ROWS}u; r += 1u) {
      let index = (row + r) * BLOCKS + block;
      sums[r] += block_dot(blocks[index], inputs) * scale_of(index);
    }
  }
  return subgroupAdd(sums);
}
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
    let total = row_dots(row, x_start, lane, ${lanesOf(shape, "subgroup_size")});
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
  for (var i = subgroup; i < ${OUTPUTS_A_GROUP / ROWS}u; i += subgroups) {
    let output = group.x * ${OUTPUTS_A_GROUP}u + ${ROWS}u * i;
    if (output >= HIDDEN) { break; }
    let total = row_dots(expert * HIDDEN + output, x_start, lane, ${lanesOf(shape, "subgroup_size")});
    if (lane == 0u) {
      for (var r = 0u; r < ${ROWS}u; r += 1u) { mixed[choice * STRIDE + output + r] = total[r]; }
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
