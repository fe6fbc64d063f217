import { type KernelShape, THREADS } from "../kernel-shape.ts";
import { multiplyAccumulate, subgroupMatrixTypes, type TensorCores } from "../tensor-cores.ts";
import { unroll } from "../unroll.ts";
import { strideOf, SKEW, SUBGROUP_ROWS, type TensorCoreSplit } from "./tensor-core-split.ts";

/** The parts of attention on tensor cores, in the order in which tensor-core-attention.ts puts them together. */
export function tensorCoreParts({ config }: KernelShape, cores: TensorCores, split: TensorCoreSplit) {
  const { headDim } = config;
  const { m, n, k } = cores;
  const { rows, keys, keyGroups, dimGroups, parts, lanes } = split;
  const octets = headDim / 8;
  const down = SUBGROUP_ROWS / m;
  const loads = (keys * octets) / THREADS;
  const quads = Math.ceil(headDim / 4 / lanes);
  const { left, right, sum } = subgroupMatrixTypes(cores);
  const loadLeft = (at: string, stride: string) =>
    `subgroupMatrixLoad<${left}, row_major>(&factors, ${at}, ${stride})`;

  return {
    constants: `const ROWS = ${rows}u;
const KEYS = ${keys}u;
const OCTETS = ${octets}u;
const QUADS = HEAD_DIM / 4u;
const LANES = ${lanes}u;
const STRIDE = ${strideOf(headDim)}u;
const PROBABILITY_STRIDE = ${strideOf(keys)}u;
const SCORE_STRIDE = ${keys + SKEW}u;
const OUTPUT_STRIDE = ${headDim + SKEW}u;`,

    /** The share of a subgroup in both products. */
    share: `let sub_row = (subgroup / ${keyGroups}u) * ${SUBGROUP_ROWS}u;
  let sub_key = (subgroup % ${keyGroups}u) * ${keys / keyGroups}u;
  let sub_dim = (subgroup % ${dimGroups}u) * ${headDim / dimGroups}u;
  let sub_part = (subgroup % ${keyGroups}u) / ${dimGroups}u;`,

    /** The queries stay in registers, as matrices. */
    loadQueries: unroll(down, (i) =>
      unroll(
        headDim / k,
        (s) => `let q${i}_${s} = ${loadLeft(`(sub_row + ${i * m}u) * STRIDE + ${(s * k) / 8}u`, "STRIDE")};`,
      ),
    ),

    output: `var output = array<vec4f, ${quads}>();`,

    tileRegisters: unroll(loads, (i) => `var key${i} = vec4u();\n  var value${i} = vec4u();`),

    /** Starts to load the keys and values of a tile. Past the last position they are zero. */
    loadTile: (from: string) => `if (${from} <= last) {
      ${unroll(
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
    }`,

    /** Writes the loaded tile to shared memory. */
    storeTile: unroll(
      loads,
      (i) => `{ let at = ((thread + ${i * THREADS}u) / OCTETS) * STRIDE + thread % OCTETS;
      factors[at] = key${i};
      value_tile[at] = value${i}; }`,
    ),

    /** scores = Q K^T. */
    scores: product(keys / keyGroups / n, headDim / k, "SCORE_STRIDE", {
      a: (i, s) => `q${i}_${s}`,
      b: (j, s) =>
        `subgroupMatrixLoad<${right}, col_major>(&factors, (sub_key + ${j * n}u) * STRIDE + ${(s * k) / 8}u, STRIDE)`,
      to: (i, j) => `(sub_row + ${i * m}u) * SCORE_STRIDE + sub_key + ${j * n}u`,
    }),

    /** Turns the scores of a tile into probabilities, and updates the row's largest score and weight. */
    softmax: `var scores = array<vec4f, ${keys / 4 / lanes}>();
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
      // The exponential of LOWEST is 0.
      let low = exp(scores[2u * i] - best) * CERTAIN;
      let high = exp(scores[2u * i + 1u] - best) * CERTAIN;
      weight += dot(low + high, vec4f(1f));
      factors[row * PROBABILITY_STRIDE + lane + LANES * i] =
        vec4u(pack2x16float(low.xy), pack2x16float(low.zw), pack2x16float(high.xy), pack2x16float(high.zw));
    }`,

    /** The output of a tile = P V. */
    tileOutput: product(headDim / dimGroups / n, keys / parts / k, "OUTPUT_STRIDE", {
      a: (i, s) =>
        loadLeft(
          `(sub_row + ${i * m}u) * PROBABILITY_STRIDE + sub_part * ${keys / parts / 8}u + ${(s * k) / 8}u`,
          "PROBABILITY_STRIDE",
        ),
      b: (j, s) =>
        `subgroupMatrixLoad<${right}, row_major>(&value_tile, (sub_part * ${keys / parts}u + ${s * k}u) * STRIDE + (sub_dim + ${j * n}u) / 8u, STRIDE)`,
      to: (i, j) => `(sub_part * ROWS + sub_row + ${i * m}u) * OUTPUT_STRIDE + sub_dim + ${j * n}u`,
    }),

    /** Adds the output of a tile to the row's. */
    accumulate: `for (var i = 0u; i < ${quads}u; i += 1u) {
      let quad = lane + LANES * i;
      if (quad < QUADS) {
        let at = row * OUTPUT_STRIDE + 4u * quad;
        output[i] = output[i] * shrink + ${Array.from({ length: parts }, (_, part) => `quad_at(at + ${part}u * ROWS * OUTPUT_STRIDE)`).join(" + ")};
      }
    }`,

    /** Divides the output by the weight of all keys, and writes it. */
    epilogue: `${acrossLanes((step) => `weight += subgroupShuffleXor(weight, ${step}u);`)}
  if (row < rows) {
    let head = (first + row / GROUP) * HEADS + kv_head * GROUP + row % GROUP;
    for (var i = 0u; i < ${quads}u; i += 1u) {
      let quad = lane + LANES * i;
      let value = output[i] / weight;
      if (quad < QUADS) { attention_output[head * QUADS + quad] = vec2u(pack2x16float(value.xy), pack2x16float(value.zw)); }
    }
  }`,
  };

  /** A subgroup's share of a product, written to shared memory. */
  function product(
    across: number,
    steps: number,
    sumStride: string,
    { a, b, to }: Readonly<Record<"a" | "b" | "to", (index: number, step: number) => string>>,
  ): string {
    return `{
      ${unroll(down, (i) => unroll(across, (j) => `var sum${i}_${j} = ${sum}();`))}
      ${unroll(
        steps,
        (s) => `{
        ${unroll(down, (i) => `let a${i} = ${a(i, s)};`)}
        ${unroll(across, (j) => `let b${j} = ${b(j, s)};`)}
        ${multiplyAccumulate(down, across)}
      }`,
      )}
      ${unroll(down, (i) => unroll(across, (j) => `subgroupMatrixStore<row_major>(&sums, ${to(i, j)}, sum${i}_${j}, ${sumStride});`))}
    }`;
  }

  /** Combines a value of each thread of a row, by halves; all of them get the result. */
  function acrossLanes(code: (step: number) => string): string {
    return unroll(Math.log2(lanes), (i) => code(2 ** i));
  }
}
