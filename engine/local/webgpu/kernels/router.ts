import { type KernelShape, subgroupSizeOf } from "./kernel-shape.ts";
import { read, readWrite } from "./kernel-source.ts";

export const ROUTER_BINDINGS = {
  router_weight: read("array<vec4u>"),
  router_bias: read("array<u32>"),
  chosen_experts: readWrite("array<u32>"),
  chosen_weights: readWrite("array<f32>"),
};

/**
 * The router (GptOssTopKRouter) for a token whose normalised row is in shared memory: chooses the experts of the TOP
 * largest logits, weighted by the softmax of these. Of equal logits it takes the expert with the lower index.
 */
export function router(shape: KernelShape): string {
  return /* wgsl */ `
var<workgroup> row: array<vec2f, PAIRS>;
var<workgroup> logits: array<f32, EXPERTS>;
const OCTETS = HIDDEN / 8u;
const TAKEN = -3.4e38f;
/** Experts whose weights a subgroup loads together. */
const TOGETHER = 4u;
const EXPERT_GROUPS = (EXPERTS + TOGETHER - 1u) / TOGETHER;
/** The most parts of the row: with more subgroups than groups of experts, several subgroups share a group. */
const MAX_PARTS = 4u;
var<workgroup> part_logits: array<f32, EXPERTS * MAX_PARTS>;
fn route(token: u32, invocation: Invocation) {
  let lanes = ${subgroupSizeOf(shape, "invocation.lanes")};
  let parts = clamp(invocation.subgroups / EXPERT_GROUPS, 1u, MAX_PARTS);
  workgroupBarrier();
  for (var share = invocation.subgroup; share < EXPERT_GROUPS * parts; share += invocation.subgroups) {
    let first = (share % EXPERT_GROUPS) * TOGETHER;
    let part = share / EXPERT_GROUPS;
    var sums = array<f32, TOGETHER>();
    for (var octet = part * lanes + invocation.lane; octet < OCTETS; octet += parts * lanes) {
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
      if (invocation.lane == 0u && first + i < EXPERTS) { part_logits[part * EXPERTS + first + i] = sum; }
    }
  }
  workgroupBarrier();
  for (var expert = invocation.thread; expert < EXPERTS; expert += ${shape.maxThreads}u) {
    var logit = bfloat16_pair(router_bias[expert / 2u])[expert & 1u];
    for (var part = 0u; part < parts; part += 1u) { logit += part_logits[part * EXPERTS + expert]; }
    logits[expert] = logit;
  }
  workgroupBarrier();
  if (invocation.subgroup != 0u) { return; }
  var largest = 0f;
  var sum = 0f;
  // All lanes have the same.
  var weights = array<f32, TOP>();
  for (var k = 0u; k < TOP; k += 1u) {
    var mine = NONE;
    for (var expert = invocation.lane; expert < EXPERTS; expert += lanes) {
      if (mine == NONE || logits[expert] > logits[mine]) { mine = expert; }
    }
    let logit = select(TAKEN, logits[min(mine, EXPERTS - 1u)], mine != NONE);
    let best = subgroupMax(logit);
    let found = subgroupMin(select(NONE, mine, mine != NONE && logit == best));
    // If no logit is a number the row is lost, whatever the expert.
    let expert = select(found, k, found == NONE);
    if (k == 0u) { largest = best; }
    let weight = exp(best - largest);
    sum += weight;
    weights[k] = weight;
    if (mine == expert) { logits[expert] = TAKEN; }
    if (invocation.lane == 0u) { chosen_experts[token * TOP + k] = expert; }
  }
  for (var k = invocation.lane; k < TOP; k += lanes) { chosen_weights[token * TOP + k] = weights[k] / sum; }
}
`;
}
