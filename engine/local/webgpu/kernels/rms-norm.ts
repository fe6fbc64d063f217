import { type KernelShape, padded } from "./kernel-shape.ts";
import { type Bindings, kernelSource, read, readWrite } from "./kernel-source.ts";
import { prelude } from "./prelude.ts";
import { router, ROUTER_BINDINGS } from "./router.ts";
import { workgroupSum } from "./workgroup-sum.ts";

const NORM_BINDINGS = {
  norm_weight: read("array<u32>"),
  residual: readWrite("array<vec2f>"),
  normed: readWrite("array<u32>"),
};

/** Starts the residual with the token's embedding. */
export function embeddingNormKernel(shape: KernelShape) {
  const bindings = { ...NORM_BINDINGS, data: read("array<u32>"), embedding: read("array<u32>") };
  return rmsNormKernel(
    shape,
    bindings,
    /* wgsl */ `
fn updated(token: u32, pair: u32) -> vec2f {
  return bfloat16_pair(embedding[data[TOKEN_IDS + token] * PAIRS + pair]);
}`,
  );
}

/** Adds the output projection of attention to the residual, and routes the token to its experts. */
export function attentionNormKernel(shape: KernelShape) {
  const bindings = {
    ...NORM_BINDINGS,
    projected: read("array<f32>"),
    projected_bias: read("array<u32>"),
    ...ROUTER_BINDINGS,
  };
  return rmsNormKernel(
    shape,
    bindings,
    /* wgsl */ `
const PROJECTED_STRIDE = ${padded(shape.config.hiddenSize)}u;
fn updated(token: u32, pair: u32) -> vec2f {
  let at = token * PROJECTED_STRIDE + 2u * pair;
  return residual[token * PAIRS + pair] + vec2f(projected[at], projected[at + 1u]) + bfloat16_pair(projected_bias[pair]);
}`,
    { routed: true },
  );
}

/** Adds the weighted output of the token's experts to the residual. */
export function expertsNormKernel(shape: KernelShape) {
  const bindings = {
    ...NORM_BINDINGS,
    expert_output: read("array<f32>"),
    expert_bias: read("array<u32>"),
    chosen_experts: read("array<u32>"),
    chosen_weights: read("array<f32>"),
    choice_rows: read("array<u32>"),
  };
  return rmsNormKernel(
    shape,
    bindings,
    /* wgsl */ `
const EXPERT_OUTPUT_STRIDE = ${padded(shape.config.hiddenSize)}u;
fn updated(token: u32, pair: u32) -> vec2f {
  var sum = residual[token * PAIRS + pair];
  for (var k = 0u; k < TOP; k += 1u) {
    let choice = token * TOP + k;
    let at = choice_rows[choice] * EXPERT_OUTPUT_STRIDE + 2u * pair;
    let bias = bfloat16_pair(expert_bias[chosen_experts[choice] * PAIRS + pair]);
    sum += chosen_weights[choice] * (vec2f(expert_output[at], expert_output[at + 1u]) + bias);
  }
  return sum;
}`,
  );
}

/**
 * residual = updated(); normed = the RMS norm of residual, in float32 (GptOssRMSNorm). `code` defines `updated`. A
 * token has one workgroup. With `routed` the same workgroup then routes the normalised row.
 */
function rmsNormKernel<Name extends string>(
  shape: KernelShape,
  bindings: Bindings<Name>,
  code: string,
  { routed = false } = {},
) {
  const { hiddenSize, rmsNormEps } = shape.config;
  // A token has only one workgroup: the larger it is, the sooner it is done.
  const threads = shape.maxThreads;
  return kernelSource(
    prelude(shape),
    bindings,
    /* wgsl */ `const PAIRS = ${hiddenSize / 2}u;
const PAIRS_PER_THREAD = ${Math.ceil(hiddenSize / 2 / threads)}u;
${code}
${workgroupSum(threads)}
${routed ? router(shape) : ""}
@compute @workgroup_size(${threads}) fn main(invocation: Invocation) {
  let token = invocation.group.x;
  var values: array<vec2f, PAIRS_PER_THREAD>;
  var squares = 0f;
  for (var i = 0u; i < PAIRS_PER_THREAD; i += 1u) {
    let pair = i * ${threads}u + invocation.thread;
    if (pair < PAIRS) {
      let value = updated(token, pair);
      residual[token * PAIRS + pair] = value;
      values[i] = value;
      squares += dot(value, value);
    }
  }
  let scale = inverseSqrt(workgroup_sum(squares, invocation) / f32(HIDDEN) + ${rmsNormEps});
  for (var i = 0u; i < PAIRS_PER_THREAD; i += 1u) {
    let pair = i * ${threads}u + invocation.thread;
    if (pair < PAIRS) {
      let value = values[i] * scale * bfloat16_pair(norm_weight[pair]);
      normed[token * PAIRS + pair] = pack2x16float(value);
      ${routed ? "row[pair] = value;" : ""}
    }
  }
  ${routed ? "route(token, invocation);" : ""}
}
`,
  );
}
