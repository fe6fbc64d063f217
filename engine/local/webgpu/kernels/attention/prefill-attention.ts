import type { KernelShape } from "../kernel-shape.ts";
import { kernelSource } from "../kernel-source.ts";
import { prelude } from "../prelude.ts";
import { attention, attentionBindings, PREFILL_ROWS } from "./attention.ts";

/** Keys of one tile. */
const KEYS = 32;

/** Prefill attention without tensor cores: PREFILL_ROWS queries over tiles of KEYS keys. */
export function prefillAttentionKernel(shape: KernelShape, window: number) {
  return kernelSource(
    prelude(shape),
    attentionBindings({
      queries: "array<u32>",
      keys: "array<u32>",
      values: "array<u32>",
      attention_output: "array<u32>",
    }),
    /* wgsl */ `${attention(window)}
const ROWS = ${PREFILL_ROWS}u;
const KEYS = ${KEYS}u;
const STRIDE = HALF + 1u;
const DIMS = HEAD_DIM / 16u;
var<workgroup> query: array<u32, ROWS * STRIDE>;
var<workgroup> key: array<u32, KEYS * STRIDE>;
var<workgroup> value: array<u32, KEYS * HALF>;
var<workgroup> scores: array<f32, ROWS * (KEYS + 1u)>;
var<workgroup> quarters: array<f32, ROWS * 4u>;
var<workgroup> shrinks: array<f32, ROWS>;

@compute @workgroup_size(THREADS) fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let kv_head = group.x;
  let first = data[PREFILL_TILES + 2u * group.y];
  let rows = data[PREFILL_TILES + 2u * group.y + 1u] * GROUP;
  let sequence = data[SEQUENCES + first];
  let position = data[POSITIONS + first];
  let last = position + rows / GROUP - 1u;
  for (var i = thread; i < ROWS * HALF; i += THREADS) {
    let row = i / HALF;
    var packed = 0u;
    if (row < rows) {
      packed = queries[((first + row / GROUP) * HEADS + kv_head * GROUP + row % GROUP) * HALF + i % HALF];
    }
    query[row * STRIDE + i % HALF] = packed;
  }

  // Scores: 2 rows x 4 keys a thread. Softmax: a quarter of a row. Output: 4 rows x DIMS dimensions.
  let score_row = (thread / 8u) * 2u;
  let score_key = (thread % 8u) * 4u;
  let soft_row = thread / 4u;
  let soft_key = (thread % 4u) * 8u;
  let out_row = (thread / 16u) * 4u;
  let out_dim = (thread % 16u) * DIMS;
  let soft_position = position + soft_row / GROUP;
  var largest = sink_of(kv_head * GROUP + soft_row % GROUP);
  var weight = select(0f, 1f, thread % 4u == 0u);
  var output = array<array<f32, DIMS>, 4>();

  for (var base = first_visible(position); base <= last; base += KEYS) {
    for (var i = thread; i < KEYS * HALF; i += THREADS) {
      let k = i / HALF;
      var packed_key = 0u;
      var packed_value = 0u;
      if (base + k <= last) {
        let at = (slot_of(sequence, base + k) * KV_HEADS + kv_head) * HALF + i % HALF;
        packed_key = keys[at];
        packed_value = values[at];
      }
      key[k * STRIDE + i % HALF] = packed_key;
      value[k * HALF + i % HALF] = packed_value;
    }
    workgroupBarrier();
    var score = array<vec4f, 2>();
    for (var d = 0u; d < HALF; d += 1u) {
      let q0 = unpack2x16float(query[score_row * STRIDE + d]);
      let q1 = unpack2x16float(query[(score_row + 1u) * STRIDE + d]);
      let k0 = unpack2x16float(key[score_key * STRIDE + d]);
      let k1 = unpack2x16float(key[(score_key + 1u) * STRIDE + d]);
      let k2 = unpack2x16float(key[(score_key + 2u) * STRIDE + d]);
      let k3 = unpack2x16float(key[(score_key + 3u) * STRIDE + d]);
      score[0] += vec4f(dot(q0, k0), dot(q0, k1), dot(q0, k2), dot(q0, k3));
      score[1] += vec4f(dot(q1, k0), dot(q1, k1), dot(q1, k2), dot(q1, k3));
    }
    for (var i = 0u; i < 2u; i += 1u) {
      for (var j = 0u; j < 4u; j += 1u) { scores[(score_row + i) * (KEYS + 1u) + score_key + j] = score[i][j]; }
    }
    workgroupBarrier();
    var mine = array<f32, 8>();
    var best = LOWEST;
    let visible = first_visible(soft_position);
    for (var j = 0u; j < 8u; j += 1u) {
      let at = base + soft_key + j;
      mine[j] = select(LOWEST, scores[soft_row * (KEYS + 1u) + soft_key + j], at <= soft_position && at >= visible);
      best = max(best, mine[j]);
    }
    quarters[thread] = best;
    workgroupBarrier();
    for (var j = 0u; j < 4u; j += 1u) { best = max(best, quarters[soft_row * 4u + j]); }
    best = max(best, largest);
    let shrink = exp(largest - best);
    largest = best;
    weight *= shrink;
    for (var j = 0u; j < 8u; j += 1u) {
      let probability = select(exp(mine[j] - best), 0f, mine[j] == LOWEST);
      weight += probability;
      scores[soft_row * (KEYS + 1u) + soft_key + j] = probability;
    }
    if (thread % 4u == 0u) { shrinks[soft_row] = shrink; }
    workgroupBarrier();
    for (var i = 0u; i < 4u; i += 1u) {
      let factor = shrinks[out_row + i];
      for (var d = 0u; d < DIMS; d += 1u) { output[i][d] *= factor; }
    }
    for (var k = 0u; k < KEYS; k += 1u) {
      var v = array<f32, DIMS>();
      for (var d = 0u; d < DIMS; d += 1u) {
        v[d] = unpack2x16float(value[k * HALF + (out_dim + d) / 2u])[(out_dim + d) & 1u];
      }
      for (var i = 0u; i < 4u; i += 1u) {
        let probability = scores[(out_row + i) * (KEYS + 1u) + k];
        for (var d = 0u; d < DIMS; d += 1u) { output[i][d] += probability * v[d]; }
      }
    }
    workgroupBarrier();
  }

  quarters[thread] = weight;
  workgroupBarrier();
  // Through shared memory, so that two threads never write halves of one word.
  for (var half = 0u; half < HEAD_DIM; half += KEYS) {
    for (var i = 0u; i < 4u; i += 1u) {
      let at = (out_row + i) * 4u;
      let total = quarters[at] + quarters[at + 1u] + quarters[at + 2u] + quarters[at + 3u];
      for (var d = 0u; d < DIMS; d += 1u) {
        let dim = out_dim + d;
        if (dim >= half && dim < half + KEYS) { scores[(out_row + i) * (KEYS + 1u) + dim - half] = output[i][d] / total; }
      }
    }
    workgroupBarrier();
    let width = min(KEYS, HEAD_DIM - half) / 2u;
    for (var i = thread; i < rows * width; i += THREADS) {
      let row = i / width;
      let at = row * (KEYS + 1u) + 2u * (i % width);
      let to = ((first + row / GROUP) * HEADS + kv_head * GROUP + row % GROUP) * HALF + half / 2u + i % width;
      attention_output[to] = pack2x16float(vec2f(scores[at], scores[at + 1u]));
    }
    workgroupBarrier();
  }
}
`,
  );
}
