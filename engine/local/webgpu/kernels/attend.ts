import { type KernelShape, prelude } from "./prelude.ts";

/** What the kernels of attention share. */
export const ATTENTION = /* wgsl */ `
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read> block_table: array<u32>;
@group(0) @binding(2) var<storage, read> sinks: array<u32>;
const HALF = HEAD_DIM / 2u;
const LOWEST = -3.4e38f;

fn slot_of(sequence: u32, position: u32) -> u32 {
  let block = block_table[sequence * BLOCKS_PER_SEQUENCE + position / BLOCK_TOKENS];
  return block * BLOCK_TOKENS + position % BLOCK_TOKENS;
}
/** The first position a token may look at. */
fn first_visible(position: u32) -> u32 {
  return select(0u, position + 1u - WINDOW, WINDOW > 0u && position >= WINDOW);
}
fn sink_of(head: u32) -> f32 { return bfloat16_pair(sinks[head / 2u])[head & 1u]; }
`;

/**
 * Attention of single tokens: one workgroup for a token and a key/value head, over tiles of THREADS keys. A thread scores
 * one key for all queries of the group, then sums one pair of dimensions over a part of the keys. The sink is a logit with
 * no value (attention sinks of gpt-oss).
 *
 * `window` 0 looks at everything before.
 */
export function attendSinglesKernel(shape: KernelShape, window: number): string {
  return /* wgsl */ `${prelude(shape)}
const WINDOW = ${window}u;
${ATTENTION}
@group(0) @binding(3) var<storage, read> queries: array<u32>;
@group(0) @binding(4) var<storage, read> keys: array<vec4u>;
@group(0) @binding(5) var<storage, read> values: array<u32>;
@group(0) @binding(6) var<storage, read_write> attended: array<u32>;
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
  let token = data[SINGLES + group.y];
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
    attended[(token * HEADS + kv_head * GROUP) * HALF + i] = pack2x16float(value / total);
  }
}
`;
}

/** Rows of one tile: a token and a query head each. */
export const TILE_ROWS = 64;
/** Keys of one tile of attendTilesKernel. */
const TILE_KEYS = 32;

/** Consecutive tokens of one sequence that attend together at most. */
export function attendTileTokens({ config }: KernelShape): number {
  return Math.max(1, Math.floor(TILE_ROWS / (config.numAttentionHeads / config.numKeyValueHeads)));
}

/** The same for runs of tokens of one sequence: TILE_ROWS queries at a time over tiles of TILE_KEYS keys. */
export function attendTilesKernel(shape: KernelShape, window: number): string {
  return /* wgsl */ `${prelude(shape)}
const WINDOW = ${window}u;
${ATTENTION}
@group(0) @binding(3) var<storage, read> queries: array<u32>;
@group(0) @binding(4) var<storage, read> keys: array<u32>;
@group(0) @binding(5) var<storage, read> values: array<u32>;
@group(0) @binding(6) var<storage, read_write> attended: array<u32>;
const ROWS = ${TILE_ROWS}u;
const KEYS = ${TILE_KEYS}u;
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
  let first = data[ATTEND_TILES + 2u * group.y];
  let rows = data[ATTEND_TILES + 2u * group.y + 1u] * GROUP;
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
      attended[to] = pack2x16float(vec2f(scores[at], scores[at + 1u]));
    }
    workgroupBarrier();
  }
}
`;
}
