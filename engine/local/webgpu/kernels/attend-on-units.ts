import { ATTENTION, TILE_ROWS } from "./attend.ts";
import { addProducts, type MatrixUnits, UNIT_EXTENSIONS, unitTypes } from "./matrix-units.ts";
import { type KernelShape, prelude, THREADS } from "./prelude.ts";
import { times } from "./times.ts";

/** What one workgroup attends for: a run of tokens, in TILE_ROWS rows, or a single token, in UNIT_ROWS. */
export type Attending = "tiles" | "singles";

const SUBGROUPS = THREADS / 32;
/** Rows of one subgroup: those of one matrix, or of two where the units' have 8. */
const UNIT_ROWS = 16;
const ROWS: Readonly<Record<Attending, number>> = { tiles: TILE_ROWS, singles: UNIT_ROWS };
const KEYS = [128, 64, 32] as const;

/** How a workgroup's subgroups share the work out. */
interface Shares {
  readonly rows: number;
  readonly keys: number;
  /** Subgroups beside each other: each has its share of the keys of a tile of scores. */
  readonly keyGroups: number;
  /** Of them, those that have dimensions of their own; `parts` of them add up keys of their own. */
  readonly dimGroups: number;
  readonly parts: number;
  /** Threads of a row. */
  readonly lanes: number;
  /** Octets of float16 in shared memory. */
  readonly factors: number;
  readonly values: number;
  /** Float32 in shared memory. */
  readonly sums: number;
}

/** Null where units, heads or the shared memory of a workgroup do not fit. */
export function sharesOnUnits(
  attending: Attending,
  { config }: KernelShape,
  units: MatrixUnits | null,
  workgroupStorage: number,
): Shares | null {
  const { headDim, numAttentionHeads, numKeyValueHeads } = config;
  const rows = ROWS[attending];
  if (units === null || numAttentionHeads / numKeyValueHeads > rows) return null;
  const keyGroups = SUBGROUPS / (rows / UNIT_ROWS);
  const dimGroups = Math.min(keyGroups, headDim / units.n);
  const parts = keyGroups / dimGroups;
  const lanes = THREADS / rows;
  for (const keys of KEYS) {
    const factors = Math.max(Math.max(rows, keys) * stride(headDim), rows * stride(keys));
    const values = keys * stride(headDim);
    const sums = Math.max(rows * (keys + SKEW), parts * rows * (headDim + SKEW));
    const whole = [
      // Matrices of scores: along dimensions, and of a subgroup's keys.
      headDim / units.k,
      keys / keyGroups / units.n,
      // Matrices of what is added: along keys, and of a subgroup's dimensions.
      parts,
      keys / parts / units.k,
      headDim / dimGroups / units.n,
      // Octets of probabilities of one thread, octets of keys that it loads, and threads that load one key's.
      keys / 8 / lanes,
      (keys * headDim) / 8 / THREADS,
      THREADS / (headDim / 8),
    ].every(Number.isInteger);
    if (whole && 16 * (factors + values) + 4 * sums <= workgroupStorage) {
      return { rows, keys, keyGroups, dimGroups, parts, lanes, factors, values, sums };
    }
  }
  return null;
}

/** Float32 that rows of sums are longer: two rows' threads then reach all banks. */
const SKEW = 4;

/** Octets from a row of so many float16 to the next, an odd number for the same reason. */
function stride(length: number): number {
  return length / 8 + 1;
}

/**
 * Attention on matrix units: scores = Q K^T, and what a tile of keys adds = P V, in float16 with float32 sums.
 *
 * The units' sums cannot be reached row by row, so both go through shared memory to the threads of a row: these turn
 * scores into probabilities, and keep the sum of what was added, shrunk whenever a larger score is found
 * (online softmax, Milakov and Gimelshein 2018; in tiles, FlashAttention, Dao et al. 2022).
 */
export function attendOnUnitsKernel(
  attending: Attending,
  shape: KernelShape,
  window: number,
  units: MatrixUnits,
  shares: Shares,
): string {
  const { headDim } = shape.config;
  const { m, n, k } = units;
  const { rows, keys, keyGroups, dimGroups, parts, lanes } = shares;
  const octets = headDim / 8;
  const down = UNIT_ROWS / m;
  const loads = (keys * octets) / THREADS;
  const quads = Math.ceil(headDim / 4 / lanes);
  const { left, right, sum } = unitTypes(units);
  return /* wgsl */ `${UNIT_EXTENSIONS}${prelude(shape)}
const WINDOW = ${window}u;
${ATTENTION}
@group(0) @binding(3) var<storage, read> queries: array<vec4u>;
@group(0) @binding(4) var<storage, read> keys: array<vec4u>;
@group(0) @binding(5) var<storage, read> values: array<vec4u>;
@group(0) @binding(6) var<storage, read_write> attended: array<vec2u>;
const ROWS = ${rows}u;
const KEYS = ${keys}u;
const OCTETS = ${octets}u;
const QUADS = HEAD_DIM / 4u;
const LANES = ${lanes}u;
const STRIDE = ${stride(headDim)}u;
const PROBABILITY_STRIDE = ${stride(keys)}u;
const SCORE_STRIDE = ${keys + SKEW}u;
const ADDED_STRIDE = ${headDim + SKEW}u;
/** The probability 1: float16 then has those far below a sink's as normal numbers, which no device drops. */
const CERTAIN = 16384f;
/** The queries at first, then by turns a tile's keys and their probabilities. */
var<workgroup> factors: array<vec4u, ${shares.factors}>;
var<workgroup> value_tile: array<vec4u, ${shares.values}>;
/** By turns scores and what a tile adds. */
var<workgroup> sums: array<f32, ${shares.sums}>;

fn quad_at(at: u32) -> vec4f { return vec4f(sums[at], sums[at + 1u], sums[at + 2u], sums[at + 3u]); }

@compute @workgroup_size(THREADS) @subgroup_size(32) fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(subgroup_id) subgroup: u32,
  @builtin(subgroup_invocation_id) subgroup_lane: u32,
) {
  let thread = subgroup * 32u + subgroup_lane;
  let kv_head = group.x;
  ${
    attending === "tiles"
      ? "let first = data[ATTEND_TILES + 2u * group.y];\n  let rows = data[ATTEND_TILES + 2u * group.y + 1u] * GROUP;"
      : "let first = data[SINGLES + group.y];\n  let rows = GROUP;"
  }
  let sequence = data[SEQUENCES + first];
  let position = data[POSITIONS + first];
  let last = position + rows / GROUP - 1u;
  for (var i = thread; i < ROWS * OCTETS; i += THREADS) {
    let row = i / OCTETS;
    var octet = vec4u();
    if (row < rows) {
      octet = queries[((first + row / GROUP) * HEADS + kv_head * GROUP + row % GROUP) * OCTETS + i % OCTETS];
    }
    factors[row * STRIDE + i % OCTETS] = octet;
  }
  workgroupBarrier();
  let unit_row = (subgroup / ${keyGroups}u) * ${UNIT_ROWS}u;
  let unit_key = (subgroup % ${keyGroups}u) * ${keys / keyGroups}u;
  let unit_dim = (subgroup % ${dimGroups}u) * ${headDim / dimGroups}u;
  let unit_part = (subgroup % ${keyGroups}u) / ${dimGroups}u;
  ${times(down, (i) => times(headDim / k, (s) => `let q${i}_${s} = subgroupMatrixLoad<${left}, row_major>(&factors, (unit_row + ${i * m}u) * STRIDE + ${(s * k) / 8}u, STRIDE);`))}
  workgroupBarrier();

  let row = thread / LANES;
  let lane = thread % LANES;
  let row_position = position + row / GROUP;
  let visible = first_visible(row_position);
  var largest = sink_of(kv_head * GROUP + row % GROUP);
  var weight = select(0f, CERTAIN, lane == 0u);
  var output = array<vec4f, ${quads}>();

  ${times(loads, (i) => `var key${i} = vec4u();\n  var value${i} = vec4u();`)}
  var base = first_visible(position);
  ${load("base")}
  while (base <= last) {
    ${times(
      loads,
      (i) => `{ let at = ((thread + ${i * THREADS}u) / OCTETS) * STRIDE + thread % OCTETS;
      factors[at] = key${i};
      value_tile[at] = value${i}; }`,
    )}
    workgroupBarrier();
    ${load("base + KEYS")}
    ${product(keys / keyGroups / n, headDim / k, "SCORE_STRIDE", {
      a: (i, s) => `q${i}_${s}`,
      b: (j, s) =>
        `subgroupMatrixLoad<${right}, col_major>(&factors, (unit_key + ${j * n}u) * STRIDE + ${(s * k) / 8}u, STRIDE)`,
      to: (i, j) => `(unit_row + ${i * m}u) * SCORE_STRIDE + unit_key + ${j * n}u`,
    })}
    workgroupBarrier();

    var scores = array<vec4f, ${keys / 4 / lanes}>();
    var best = largest;
    for (var i = 0u; i < ${keys / 4 / lanes}u; i += 1u) {
      let key = 8u * (lane + LANES * (i / 2u)) + 4u * (i % 2u);
      let at = vec4u(base + key) + vec4u(0u, 1u, 2u, 3u);
      let seen = (at <= vec4u(row_position)) & (at >= vec4u(visible));
      let score = select(vec4f(LOWEST), quad_at(row * SCORE_STRIDE + key), seen);
      scores[i] = score;
      best = max(best, max(max(score.x, score.y), max(score.z, score.w)));
    }
    ${acrossLanes((step) => `best = max(best, subgroupShuffleXor(best, ${step}u));`)}
    let shrink = exp(largest - best);
    largest = best;
    weight *= shrink;
    for (var i = 0u; i < ${keys / 8 / lanes}u; i += 1u) {
      // LOWEST is so low that its exponential is 0.
      let low = exp(scores[2u * i] - best) * CERTAIN;
      let high = exp(scores[2u * i + 1u] - best) * CERTAIN;
      weight += dot(low + high, vec4f(1f));
      factors[row * PROBABILITY_STRIDE + lane + LANES * i] =
        vec4u(pack2x16float(low.xy), pack2x16float(low.zw), pack2x16float(high.xy), pack2x16float(high.zw));
    }
    workgroupBarrier();
    ${product(headDim / dimGroups / n, keys / parts / k, "ADDED_STRIDE", {
      a: (i, s) =>
        `subgroupMatrixLoad<${left}, row_major>(&factors, (unit_row + ${i * m}u) * PROBABILITY_STRIDE + unit_part * ${keys / parts / 8}u + ${(s * k) / 8}u, PROBABILITY_STRIDE)`,
      b: (j, s) =>
        `subgroupMatrixLoad<${right}, row_major>(&value_tile, (unit_part * ${keys / parts}u + ${s * k}u) * STRIDE + (unit_dim + ${j * n}u) / 8u, STRIDE)`,
      to: (i, j) => `(unit_part * ROWS + unit_row + ${i * m}u) * ADDED_STRIDE + unit_dim + ${j * n}u`,
    })}
    workgroupBarrier();
    for (var i = 0u; i < ${quads}u; i += 1u) {
      let quad = lane + LANES * i;
      if (quad < QUADS) {
        let at = row * ADDED_STRIDE + 4u * quad;
        output[i] = output[i] * shrink + ${Array.from({ length: parts }, (_, part) => `quad_at(at + ${part}u * ROWS * ADDED_STRIDE)`).join(" + ")};
      }
    }
    base += KEYS;
  }

  ${acrossLanes((step) => `weight += subgroupShuffleXor(weight, ${step}u);`)}
  if (row < rows) {
    let head = (first + row / GROUP) * HEADS + kv_head * GROUP + row % GROUP;
    for (var i = 0u; i < ${quads}u; i += 1u) {
      let quad = lane + LANES * i;
      let value = output[i] / weight;
      if (quad < QUADS) { attended[head * QUADS + quad] = vec2u(pack2x16float(value.xy), pack2x16float(value.zw)); }
    }
  }
}
`;

  /** Takes a tile on its way; what lies behind the last position is zero. */
  function load(from: string): string {
    return `if (${from} <= last) {
      ${times(
        loads,
        (i) => `{ let key_position = ${from} + (thread + ${i * THREADS}u) / OCTETS;
        key${i} = vec4u();
        value${i} = vec4u();
        if (key_position <= last) {
          let at = (slot_of(sequence, key_position) * KV_HEADS + kv_head) * OCTETS + thread % OCTETS;
          key${i} = keys[at];
          value${i} = values[at];
        } }`,
      )}
    }`;
  }

  /** A subgroup's share of a product, to shared memory. */
  function product(
    across: number,
    steps: number,
    sumStride: string,
    { a, b, to }: Readonly<Record<"a" | "b" | "to", (index: number, step: number) => string>>,
  ): string {
    return `{
      ${times(down, (i) => times(across, (j) => `var sum${i}_${j} = ${sum}();`))}
      ${times(
        steps,
        (s) => `{
        ${times(down, (i) => `let a${i} = ${a(i, s)};`)}
        ${times(across, (j) => `let b${j} = ${b(j, s)};`)}
        ${addProducts(down, across)}
      }`,
      )}
      ${times(down, (i) => times(across, (j) => `subgroupMatrixStore<row_major>(&sums, ${to(i, j)}, sum${i}_${j}, ${sumStride});`))}
    }`;
  }

  /** From each thread of a row to all of them. */
  function acrossLanes(code: (step: number) => string): string {
    return times(Math.log2(lanes), (i) => code(2 ** i));
  }
}
