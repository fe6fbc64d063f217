import type { KernelShape } from "../kernel-shape.ts";
import { kernelSource } from "../kernel-source.ts";
import { prelude } from "../prelude.ts";
import { attention, attentionBindings } from "./attention.ts";

/**
 * Decode attention without tensor cores, over tiles of THREADS keys. A thread computes the scores of one key for all
 * queries of the group, and then sums one pair of dimensions over a part of the keys.
 */
export function decodeAttentionKernel(shape: KernelShape, window: number) {
  return kernelSource(
    prelude(shape),
    attentionBindings({
      queries: "array<u32>",
      keys: "array<vec4u>",
      values: "array<u32>",
      attention_output: "array<u32>",
    }),
    /* wgsl */ `${attention(window)}
const OCTETS = HEAD_DIM / 8u;
const PARTS = THREADS / HALF;
var<workgroup> query: array<vec4f, GROUP * HEAD_DIM / 4u>;
var<workgroup> scores: array<array<f32, THREADS>, GROUP>;
var<workgroup> slots: array<u32, THREADS>;
var<workgroup> reduced: array<array<f32, GROUP>, 64>;
var<workgroup> sums: array<array<vec2f, GROUP>, THREADS>;

@compute @workgroup_size(THREADS) fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) thread: u32,
  @builtin(subgroup_id) subgroup: u32,
  @builtin(num_subgroups) subgroups: u32,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  let kv_head = group.x;
  let token = data[DECODE_TOKENS + group.y];
  let position = data[POSITIONS + token];
  let sequence = data[SEQUENCES + token];
  for (var i = thread; i < GROUP * HEAD_DIM / 4u; i += THREADS) {
    let at = (token * HEADS + kv_head * GROUP) * HALF + 2u * i;
    query[i] = vec4f(unpack2x16float(queries[at]), unpack2x16float(queries[at + 1u]));
  }
  var largest = array<f32, GROUP>();
  var weight = array<f32, GROUP>();
  var output = array<vec2f, GROUP>();
  for (var h = 0u; h < GROUP; h += 1u) {
    largest[h] = sink_of(kv_head * GROUP + h);
    weight[h] = select(0f, 1f, thread == 0u);
  }
  let pair = thread % HALF;
  let part = thread / HALF;
  workgroupBarrier();

  for (var base = first_visible(position); base <= position; base += THREADS) {
    let seen = base + thread <= position;
    var score = array<f32, GROUP>();
    if (seen) {
      let slot = slot_of(sequence, base + thread);
      slots[thread] = slot;
      for (var quad = 0u; quad < OCTETS; quad += 1u) {
        let packed = keys[(slot * KV_HEADS + kv_head) * OCTETS + quad];
        let low = vec4f(unpack2x16float(packed.x), unpack2x16float(packed.y));
        let high = vec4f(unpack2x16float(packed.z), unpack2x16float(packed.w));
        for (var h = 0u; h < GROUP; h += 1u) {
          let at = (h * OCTETS + quad) * 2u;
          score[h] += dot(query[at], low) + dot(query[at + 1u], high);
        }
      }
    }
    for (var h = 0u; h < GROUP; h += 1u) {
      let best = subgroupMax(select(LOWEST, score[h], seen));
      if (lane == 0u) { reduced[subgroup][h] = best; }
    }
    workgroupBarrier();
    for (var h = 0u; h < GROUP; h += 1u) {
      var best = largest[h];
      for (var i = 0u; i < subgroups; i += 1u) { best = max(best, reduced[i][h]); }
      let shrink = exp(largest[h] - best);
      let probability = select(0f, exp(score[h] - best), seen);
      largest[h] = best;
      weight[h] = weight[h] * shrink + probability;
      output[h] *= shrink;
      scores[h][thread] = probability;
    }
    workgroupBarrier();
    let count = min(THREADS, position + 1u - base);
    if (part < PARTS) {
      for (var key = part; key < count; key += PARTS) {
        let value = unpack2x16float(values[(slots[key] * KV_HEADS + kv_head) * HALF + pair]);
        for (var h = 0u; h < GROUP; h += 1u) { output[h] += scores[h][key] * value; }
      }
    }
    workgroupBarrier();
  }

  for (var h = 0u; h < GROUP; h += 1u) {
    let sum = subgroupAdd(weight[h]);
    if (lane == 0u) { reduced[subgroup][h] = sum; }
    sums[thread][h] = output[h];
  }
  workgroupBarrier();
  for (var i = thread; i < GROUP * HALF; i += THREADS) {
    let h = i / HALF;
    var total = 0f;
    for (var s = 0u; s < subgroups; s += 1u) { total += reduced[s][h]; }
    var value = vec2f();
    for (var p = 0u; p < PARTS; p += 1u) { value += sums[p * HALF + i % HALF][h]; }
    attention_output[(token * HEADS + kv_head * GROUP) * HALF + i] = pack2x16float(value / total);
  }
}
`,
  );
}
