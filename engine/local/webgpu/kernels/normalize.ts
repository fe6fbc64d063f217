import { type KernelShape, lanesOf, padded, prelude, workgroupSum } from "./prelude.ts";

/** What is added to the residual before it is normalised: the token's embedding, or what a half of a layer made. */
export type Addend = "embedding" | "attention" | "experts";

const ADDENDS: Readonly<Record<Addend, (shape: KernelShape) => string>> = {
  embedding: () => /* wgsl */ `
@group(0) @binding(4) var<storage, read> embedding: array<u32>;
fn updated(token: u32, pair: u32) -> vec2f {
  return bfloat16_pair(embedding[data[TOKEN_IDS + token] * PAIRS + pair]);
}`,
  attention: ({ config }) => /* wgsl */ `
@group(0) @binding(4) var<storage, read> projected: array<f32>;
@group(0) @binding(5) var<storage, read> projected_bias: array<u32>;
const PROJECTED_STRIDE = ${padded(config.hiddenSize)}u;
fn updated(token: u32, pair: u32) -> vec2f {
  let at = token * PROJECTED_STRIDE + 2u * pair;
  return residual[token * PAIRS + pair] + vec2f(projected[at], projected[at + 1u]) + bfloat16_pair(projected_bias[pair]);
}`,
  experts: ({ config }) => /* wgsl */ `
@group(0) @binding(4) var<storage, read> mixed: array<f32>;
@group(0) @binding(5) var<storage, read> expert_bias: array<u32>;
@group(0) @binding(6) var<storage, read> chosen_experts: array<u32>;
@group(0) @binding(7) var<storage, read> chosen_weights: array<f32>;
@group(0) @binding(8) var<storage, read> pair_rows: array<u32>;
const MIXED_STRIDE = ${padded(config.hiddenSize)}u;
fn updated(token: u32, pair: u32) -> vec2f {
  var sum = residual[token * PAIRS + pair];
  for (var k = 0u; k < TOP; k += 1u) {
    let choice = token * TOP + k;
    let at = pair_rows[choice] * MIXED_STRIDE + 2u * pair;
    let bias = bfloat16_pair(expert_bias[chosen_experts[choice] * PAIRS + pair]);
    sum += chosen_weights[choice] * (vec2f(mixed[at], mixed[at + 1u]) + bias);
  }
  return sum;
}`,
};

/**
 * The router (GptOssTopKRouter): the TOP largest logits of the normalised row, and their softmax. Of equals the expert
 * with the lower number.
 */
const router = (shape: KernelShape): string => /* wgsl */ `
@group(0) @binding(6) var<storage, read> router_weight: array<vec4u>;
@group(0) @binding(7) var<storage, read> router_bias: array<u32>;
@group(0) @binding(8) var<storage, read_write> chosen_experts: array<u32>;
@group(0) @binding(9) var<storage, read_write> chosen_weights: array<f32>;
var<workgroup> row: array<vec2f, PAIRS>;
var<workgroup> logits: array<f32, EXPERTS>;
const OCTETS = HIDDEN / 8u;
const TAKEN = -3.4e38f;
/** Experts that a subgroup takes at a time: their weights are on their way together. */
const TOGETHER = 4u;
const EXPERT_GROUPS = (EXPERTS + TOGETHER - 1u) / TOGETHER;
/** Parts of the row at most: where there are more subgroups than groups of experts, several share one. */
const MAX_PARTS = 4u;
var<workgroup> part_logits: array<f32, EXPERTS * MAX_PARTS>;
fn route(token: u32, place: Place) {
  let lanes = ${lanesOf(shape, "place.lanes")};
  let parts = clamp(place.subgroups / EXPERT_GROUPS, 1u, MAX_PARTS);
  workgroupBarrier();
  for (var share = place.subgroup; share < EXPERT_GROUPS * parts; share += place.subgroups) {
    let first = (share % EXPERT_GROUPS) * TOGETHER;
    let part = share / EXPERT_GROUPS;
    var sums = array<f32, TOGETHER>();
    for (var octet = part * lanes + place.lane; octet < OCTETS; octet += parts * lanes) {
      let a = row[octet * 4u];
      let b = row[octet * 4u + 1u];
      let c = row[octet * 4u + 2u];
      let d = row[octet * 4u + 3u];
      for (var i = 0u; i < TOGETHER; i += 1u) {
        if (first + i < EXPERTS) {
          let w = router_weight[(first + i) * OCTETS + octet];
          sums[i] += dot(a, bfloat16_pair(w.x)) + dot(b, bfloat16_pair(w.y)) + dot(c, bfloat16_pair(w.z)) + dot(d, bfloat16_pair(w.w));
        }
      }
    }
    for (var i = 0u; i < TOGETHER; i += 1u) {
      let sum = subgroupAdd(sums[i]);
      if (place.lane == 0u && first + i < EXPERTS) { part_logits[part * EXPERTS + first + i] = sum; }
    }
  }
  workgroupBarrier();
  for (var expert = place.thread; expert < EXPERTS; expert += ${shape.maxThreads}u) {
    var logit = bfloat16_pair(router_bias[expert / 2u])[expert & 1u];
    for (var part = 0u; part < parts; part += 1u) { logit += part_logits[part * EXPERTS + expert]; }
    logits[expert] = logit;
  }
  workgroupBarrier();
  if (place.subgroup != 0u) { return; }
  var largest = 0f;
  var sum = 0f;
  // The same in all lanes.
  var weights = array<f32, TOP>();
  for (var k = 0u; k < TOP; k += 1u) {
    var mine = NONE;
    for (var expert = place.lane; expert < EXPERTS; expert += lanes) {
      if (mine == NONE || logits[expert] > logits[mine]) { mine = expert; }
    }
    let logit = select(TAKEN, logits[min(mine, EXPERTS - 1u)], mine != NONE);
    let best = subgroupMax(logit);
    let found = subgroupMin(select(NONE, mine, mine != NONE && logit == best));
    // Logits that are no numbers find nobody: any expert will do, the row is lost.
    let expert = select(found, k, found == NONE);
    if (k == 0u) { largest = best; }
    let weight = exp(best - largest);
    sum += weight;
    weights[k] = weight;
    if (mine == expert) { logits[expert] = TAKEN; }
    if (place.lane == 0u) { chosen_experts[token * TOP + k] = expert; }
  }
  for (var k = place.lane; k < TOP; k += lanes) { chosen_weights[token * TOP + k] = weights[k] / sum; }
}
`;

/**
 * residual += addend; normed = RMS norm of it, in float32 (GptOssRMSNorm). One workgroup a token. Behind attention the
 * router chooses the token's experts from the same row.
 */
export function normalizeKernel(shape: KernelShape, addend: Addend): string {
  const { hiddenSize, rmsNormEps } = shape.config;
  // A token has only one workgroup: the larger, the sooner it is done.
  const threads = shape.maxThreads;
  const routes = addend === "attention";
  return /* wgsl */ `${prelude(shape)}
const PAIRS = ${hiddenSize / 2}u;
const PAIRS_OF_THREAD = ${Math.ceil(hiddenSize / 2 / threads)}u;
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read> norm_weight: array<u32>;
@group(0) @binding(2) var<storage, read_write> residual: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> normed: array<u32>;
${ADDENDS[addend](shape)}
${workgroupSum(threads)}
${routes ? router(shape) : ""}
@compute @workgroup_size(${threads}) fn main(place: Place) {
  let token = place.group.x;
  var values: array<vec2f, PAIRS_OF_THREAD>;
  var squares = 0f;
  for (var i = 0u; i < PAIRS_OF_THREAD; i += 1u) {
    let pair = i * ${threads}u + place.thread;
    if (pair < PAIRS) {
      let value = updated(token, pair);
      residual[token * PAIRS + pair] = value;
      values[i] = value;
      squares += dot(value, value);
    }
  }
  let scale = inverseSqrt(workgroup_sum(squares, place) / f32(HIDDEN) + ${rmsNormEps});
  for (var i = 0u; i < PAIRS_OF_THREAD; i += 1u) {
    let pair = i * ${threads}u + place.thread;
    if (pair < PAIRS) {
      let value = values[i] * scale * bfloat16_pair(norm_weight[pair]);
      normed[token * PAIRS + pair] = pack2x16float(value);
      ${routes ? "row[pair] = value;" : ""}
    }
  }
  ${routes ? "route(token, place);" : ""}
}
`;
}
