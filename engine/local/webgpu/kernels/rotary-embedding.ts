import { type KernelShape, padded } from "./kernel-shape.ts";
import { kernelSource, read, readWrite } from "./kernel-source.ts";
import { prelude } from "./prelude.ts";

/** Work items of one token: each rotates two pairs of dimensions, or copies one pair of values. */
export function rotaryEmbeddingItems({ config }: KernelShape): number {
  const { numAttentionHeads, numKeyValueHeads, headDim } = config;
  return ((numAttentionHeads + 3 * numKeyValueHeads) * headDim) / 4;
}

/**
 * Adds the biases to queries, keys and values, rotates queries and keys by their positions (dimension i with
 * i + HEAD_DIM / 2), and writes keys and values into their blocks of the KV cache. Queries are scaled for attention.
 */
export function rotaryEmbeddingKernel(shape: KernelShape) {
  const { numAttentionHeads, numKeyValueHeads, headDim } = shape.config;
  const width = (numAttentionHeads + 2 * numKeyValueHeads) * headDim;
  const bindings = {
    data: read("array<u32>"),
    block_table: read("array<u32>"),
    projected: read("array<f32>"),
    bias: read("array<u32>"),
    rope: read("array<vec2f>"),
    queries: readWrite("array<u32>"),
    keys: readWrite("array<u32>"),
    values: readWrite("array<u32>"),
  };
  return kernelSource(
    prelude(shape),
    bindings,
    /* wgsl */ `const STRIDE = ${padded(width)}u;
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
`,
  );
}
