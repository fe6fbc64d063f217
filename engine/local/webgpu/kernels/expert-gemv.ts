import { type KernelShape, padded, subgroupSizeOf } from "./kernel-shape.ts";
import { kernelSource, read, readWrite } from "./kernel-source.ts";
import { mxfp4 } from "./mxfp4.ts";
import { prelude } from "./prelude.ts";
import { swiglu } from "./swiglu.ts";

/** Neurons, or outputs, of one workgroup. */
const NEURONS_PER_GROUP = 16;
const OUTPUTS_PER_GROUP = 32;

/** Rows of weights that a subgroup multiplies with the same inputs at a time. */
const ROWS = 4;

const DOT = /* wgsl */ `
/** The inputs of one block, in the order in which its codes are decoded. */
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

/** The products of the ROWS rows that begin at row and the inputs that begin at x[x_start]. All lanes get them. */
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

/**
 * GEMV of the experts' gate and up projections: activated = SwiGLU(gate, up). A workgroup computes NEURONS_PER_GROUP
 * neurons of one chosen expert of a token. Weights are read once for each token that chose their expert.
 */
export function expertGateUpGemvKernel(shape: KernelShape) {
  const bindings = {
    x: read("array<vec4u>"),
    blocks: read("array<vec4u>"),
    scales: read("array<u32>"),
    bias: read("array<u32>"),
    chosen_experts: read("array<u32>"),
    activated: readWrite("array<u32>"),
  };
  return kernelSource(
    prelude(shape),
    bindings,
    /* wgsl */ `${mxfp4(shape)}${swiglu(shape)}
const BLOCKS = HIDDEN / 32u;
${DOT}
@compute @workgroup_size(THREADS) fn main(${BUILTINS}) {
  let choice = group.y;
  let expert = chosen_experts[choice];
  let x_start = (choice / TOP) * (HIDDEN / 8u);
  for (var i = subgroup; i < ${NEURONS_PER_GROUP / 2}u; i += subgroups) {
    let neuron = group.x * ${NEURONS_PER_GROUP}u + 2u * i;
    if (neuron >= INTERMEDIATE) { break; }
    let row = (expert * INTERMEDIATE + neuron) * 2u;
    let total = row_dots(row, x_start, lane, ${subgroupSizeOf(shape, "subgroup_size")});
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
`,
  );
}

/** GEMV of the experts' down projection: expert_output = activated W^T, without the bias and the expert's weight. */
export function expertDownGemvKernel(shape: KernelShape) {
  const bindings = {
    x: read("array<vec4u>"),
    blocks: read("array<vec4u>"),
    scales: read("array<u32>"),
    chosen_experts: read("array<u32>"),
    expert_output: readWrite("array<f32>"),
    choice_rows: readWrite("array<u32>"),
  };
  return kernelSource(
    prelude(shape),
    bindings,
    /* wgsl */ `${mxfp4(shape)}
const BLOCKS = INTERMEDIATE / 32u;
const STRIDE = ${padded(shape.config.hiddenSize)}u;
${DOT}
@compute @workgroup_size(THREADS) fn main(${BUILTINS}) {
  let choice = group.y;
  let expert = chosen_experts[choice];
  let x_start = choice * (INTERMEDIATE / 8u);
  if (group.x == 0u && subgroup == 0u && lane == 0u) { choice_rows[choice] = choice; }
  for (var i = subgroup; i < ${OUTPUTS_PER_GROUP / ROWS}u; i += subgroups) {
    let output = group.x * ${OUTPUTS_PER_GROUP}u + ${ROWS}u * i;
    if (output >= HIDDEN) { break; }
    let total = row_dots(expert * HIDDEN + output, x_start, lane, ${subgroupSizeOf(shape, "subgroup_size")});
    if (lane == 0u) {
      for (var r = 0u; r < ${ROWS}u; r += 1u) { expert_output[choice * STRIDE + output + r] = total[r]; }
    }
  }
}
`,
  );
}

export function expertGateUpGemvGroups(neurons: number): number {
  return Math.ceil(neurons / NEURONS_PER_GROUP);
}

export function expertDownGemvGroups(outputs: number): number {
  return Math.ceil(outputs / OUTPUTS_PER_GROUP);
}
