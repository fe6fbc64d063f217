import type { KernelShape } from "../kernel-shape.ts";
import { kernelSource } from "../kernel-source.ts";
import { prelude } from "../prelude.ts";
import { SUBGROUP_MATRIX_DIRECTIVES, type TensorCores } from "../tensor-cores.ts";
import { attention, attentionBindings, type AttentionPhase } from "./attention.ts";
import { tensorCoreParts } from "./tensor-core-parts.ts";
import type { TensorCoreSplit } from "./tensor-core-split.ts";

/** The first token and the number of rows of a workgroup. */
const BEGIN: Readonly<Record<AttentionPhase, string>> = {
  prefill: `let first = data[PREFILL_TILES + 2u * group.y];
  let rows = data[PREFILL_TILES + 2u * group.y + 1u] * GROUP;`,
  decode: `let first = data[DECODE_TOKENS + group.y];
  let rows = GROUP;`,
};

/**
 * Attention on tensor cores: scores = Q K^T and the output of a tile of keys = P V, in float16 with float32 sums.
 *
 * The rows of a subgroup matrix cannot be accessed one by one, so both products go through shared memory to the threads
 * of a row. These turn scores into probabilities, and keep the row's output, which is scaled down when a larger score
 * is found (online softmax, Milakov and Gimelshein 2018; in tiles, FlashAttention, Dao et al. 2022).
 */
export function tensorCoreAttentionKernel(
  phase: AttentionPhase,
  shape: KernelShape,
  window: number,
  cores: TensorCores,
  split: TensorCoreSplit,
) {
  const parts = tensorCoreParts(shape, cores, split);
  return kernelSource(
    `${SUBGROUP_MATRIX_DIRECTIVES}${prelude(shape)}`,
    attentionBindings({
      queries: "array<vec4u>",
      keys: "array<vec4u>",
      values: "array<vec4u>",
      attention_output: "array<vec2u>",
    }),
    /* wgsl */ `${attention(window)}
${parts.constants}
/**
 * The probability 1: probabilities far below a sink's are then normal float16 numbers, which no GPU flushes to zero.
 */
const CERTAIN = 16384f;
/** First the queries, then in turn the keys of a tile and their probabilities. */
var<workgroup> factors: array<vec4u, ${split.factors}>;
var<workgroup> value_tile: array<vec4u, ${split.values}>;
/** In turn the scores and the output of a tile. */
var<workgroup> sums: array<f32, ${split.sums}>;

fn quad_at(at: u32) -> vec4f { return vec4f(sums[at], sums[at + 1u], sums[at + 2u], sums[at + 3u]); }

@compute @workgroup_size(THREADS) @subgroup_size(32) fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(subgroup_id) subgroup: u32,
  @builtin(subgroup_invocation_id) subgroup_lane: u32,
) {
  let thread = subgroup * 32u + subgroup_lane;
  let kv_head = group.x;
  ${BEGIN[phase]}
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
  ${parts.share}
  ${parts.loadQueries}
  workgroupBarrier();

  let row = thread / LANES;
  let lane = thread % LANES;
  let row_position = position + row / GROUP;
  let visible = first_visible(row_position);
  var largest = sink_of(kv_head * GROUP + row % GROUP);
  var weight = select(0f, CERTAIN, lane == 0u);
  ${parts.output}

  ${parts.tileRegisters}
  var base = first_visible(position);
  ${parts.loadTile("base")}
  while (base <= last) {
    ${parts.storeTile}
    workgroupBarrier();
    ${parts.loadTile("base + KEYS")}
    ${parts.scores}
    workgroupBarrier();

    ${parts.softmax}
    workgroupBarrier();
    ${parts.tileOutput}
    workgroupBarrier();
    ${parts.accumulate}
    base += KEYS;
  }

  ${parts.epilogue}
}
`,
  );
}
