import { type KernelShape, padded, prelude } from "./prelude.ts";

/** Work items of one token: each rotates two pairs, or moves one pair of values. */
export function rotateItems({ config }: KernelShape): number {
  const { numAttentionHeads, numKeyValueHeads, headDim } = config;
  return ((numAttentionHeads + 3 * numKeyValueHeads) * headDim) / 4;
}

/**
 * Adds the biases to queries, keys and values, turns queries and keys to their positions (dimension i with
 * i + HEAD_DIM / 2), and puts keys and values into their blocks of the cache. Queries come out scaled for attention.
 */
export function rotateKernel(shape: KernelShape): string {
  const { numAttentionHeads, numKeyValueHeads, headDim } = shape.config;
  const width = (numAttentionHeads + 2 * numKeyValueHeads) * headDim;
  return /* wgsl */ `${prelude(shape)}
@group(0) @binding(0) var<storage, read> data: array<u32>;
@group(0) @binding(1) var<storage, read> block_table: array<u32>;
@group(0) @binding(2) var<storage, read> projected: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<u32>;
@group(0) @binding(4) var<storage, read> rope: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> queries: array<u32>;
@group(0) @binding(6) var<storage, read_write> keys: array<u32>;
@group(0) @binding(7) var<storage, read_write> values: array<u32>;
const STRIDE = ${padded(width)}u;
const QUARTER = HEAD_DIM / 4u;
const QUERY_ITEMS = HEADS * QUARTER;
const KEY_ITEMS = KV_HEADS * QUARTER;
const ITEMS = QUERY_ITEMS + 3u * KEY_ITEMS;
const SCALE = ${1 / Math.sqrt(headDim)}f;

fn pair_at(token: u32, at: u32) -> vec2f {
  let base = token * STRIDE + at;
  return vec2f(projected[base], projected[base + 1u]) + bfloat16_pair(bias[at / 2u]);
}
struct Rotated { low: vec2f, high: vec2f }
fn rotated(token: u32, position: u32, head_start: u32, j: u32) -> Rotated {
  let low = pair_at(token, head_start + 2u * j);
  let high = pair_at(token, head_start + HEAD_DIM / 2u + 2u * j);
  let turn = position * (HEAD_DIM / 2u) + 2u * j;
  let cosines = vec2f(rope[turn].x, rope[turn + 1u].x);
  let sines = vec2f(rope[turn].y, rope[turn + 1u].y);
  return Rotated(low * cosines - high * sines, high * cosines + low * sines);
}

@compute @workgroup_size(THREADS) fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let token = group.x;
  var item = group.y * THREADS + thread;
  if (item >= ITEMS) { return; }
  let position = data[POSITIONS + token];
  if (item < QUERY_ITEMS) {
    let head = item / QUARTER;
    let j = item % QUARTER;
    let pair = rotated(token, position, head * HEAD_DIM, j);
    let to = (token * HEADS + head) * (HEAD_DIM / 2u) + j;
    queries[to] = pack2x16float(pair.low * SCALE);
    queries[to + QUARTER] = pack2x16float(pair.high * SCALE);
    return;
  }
  let block = block_table[data[SEQUENCES + token] * BLOCKS_PER_SEQUENCE + position / BLOCK_TOKENS];
  let slot = block * BLOCK_TOKENS + position % BLOCK_TOKENS;
  item -= QUERY_ITEMS;
  if (item < KEY_ITEMS) {
    let head = item / QUARTER;
    let j = item % QUARTER;
    let pair = rotated(token, position, (HEADS + head) * HEAD_DIM, j);
    let to = (slot * KV_HEADS + head) * (HEAD_DIM / 2u) + j;
    keys[to] = pack2x16float(pair.low);
    keys[to + QUARTER] = pack2x16float(pair.high);
    return;
  }
  item -= KEY_ITEMS;
  values[slot * KV_HEADS * (HEAD_DIM / 2u) + item] = pack2x16float(pair_at(token, (HEADS + KV_HEADS) * HEAD_DIM + 2u * item));
}
`;
}
