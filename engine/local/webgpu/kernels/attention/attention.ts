import type { KernelShape } from "../kernel-shape.ts";
import { type Bindings, read, readWrite } from "../kernel-source.ts";

/**
 * Decode attention runs a workgroup for each token, prefill attention for a tile of consecutive tokens of a sequence.
 * Both run it for each head of the KV cache, with the group of query heads that share this head.
 */
export type AttentionPhase = "decode" | "prefill";

/** Rows of a prefill tile: a token and a query head each. */
export const PREFILL_ROWS = 64;

/** The most consecutive tokens of one sequence in a prefill tile. */
export function prefillTileTokens({ config }: KernelShape): number {
  return Math.max(1, Math.floor(PREFILL_ROWS / (config.numAttentionHeads / config.numKeyValueHeads)));
}

export type AttentionBinding =
  | "data"
  | "block_table"
  | "sinks"
  | "queries"
  | "keys"
  | "values"
  | "attention_output";

/** The bindings of all attention kernels, which read and write the same bytes as elements of different types. */
export function attentionBindings(
  types: Readonly<Record<"queries" | "keys" | "values" | "attention_output", string>>,
): Bindings<AttentionBinding> {
  return {
    data: read("array<u32>"),
    block_table: read("array<u32>"),
    sinks: read("array<u32>"),
    queries: read(types.queries),
    keys: read(types.keys),
    values: read(types.values),
    attention_output: readWrite(types.attention_output),
  };
}

/**
 * What all attention kernels share. A token attends to the last `window` positions, or to all before it if `window` is
 * 0, and to the attention sink of gpt-oss, a logit without a value.
 */
export function attention(window: number): string {
  return /* wgsl */ `const WINDOW = ${window}u;

const HALF = HEAD_DIM / 2u;
const LOWEST = -3.4e38f;

fn slot_of(sequence: u32, position: u32) -> u32 {
  let block = block_table[sequence * BLOCKS_PER_SEQUENCE + position / BLOCK_TOKENS];
  return block * BLOCK_TOKENS + position % BLOCK_TOKENS;
}
/** The first position that a token attends to. */
fn first_visible(position: u32) -> u32 {
  return select(0u, position + 1u - WINDOW, WINDOW > 0u && position >= WINDOW);
}
fn sink_of(head: u32) -> f32 { return bfloat16_pair(sinks[head / 2u])[head & 1u]; }
`;
}
