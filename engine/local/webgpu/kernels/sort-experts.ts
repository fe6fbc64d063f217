import { type KernelShape, PADDING, prelude } from "./prelude.ts";

/** Rows of the sorted activations: every choice once, each expert's share filled up to whole tiles. */
export function sortedRows({ config, maxBatchedTokens }: KernelShape): number {
  return maxBatchedTokens * config.numExpertsPerToken + config.numLocalExperts * PADDING;
}

/** Tiles of `height` rows that the choices of `tokens` tokens can need. */
export function maxExpertTiles({ config }: KernelShape, tokens: number, height: number): number {
  const choices = tokens * config.numExpertsPerToken;
  return Math.floor(choices / height) + Math.min(config.numLocalExperts, choices);
}

/**
 * Sorts the choices of all tokens by expert, in one workgroup, so that each expert's rows fill tiles of
 * step.expert_tile rows. Out: tiles as pairs (expert, first row), their number in front; for each row its token, or NONE
 * where it only fills; for each choice its row.
 */
export function sortExpertsKernel(shape: KernelShape): string {
  return /* wgsl */ `${prelude(shape)}
@group(0) @binding(0) var<storage, read> chosen_experts: array<u32>;
@group(0) @binding(1) var<storage, read_write> expert_tiles: array<u32>;
@group(0) @binding(2) var<storage, read_write> row_tokens: array<u32>;
@group(0) @binding(3) var<storage, read_write> pair_rows: array<u32>;
var<workgroup> counts: array<atomic<u32>, EXPERTS>;
var<workgroup> next_rows: array<atomic<u32>, EXPERTS>;
var<workgroup> total_rows: u32;

@compute @workgroup_size(256) fn main(@builtin(local_invocation_index) thread: u32) {
  let choices = step.tokens * TOP;
  for (var i = thread; i < choices; i += 256u) { atomicAdd(&counts[chosen_experts[i]], 1u); }
  workgroupBarrier();
  if (thread == 0u) {
    var row = 0u;
    var tile = 0u;
    for (var expert = 0u; expert < EXPERTS; expert += 1u) {
      atomicStore(&next_rows[expert], row);
      let end = row + atomicLoad(&counts[expert]);
      while (row < end) {
        expert_tiles[1u + 2u * tile] = expert;
        expert_tiles[2u + 2u * tile] = row;
        tile += 1u;
        row += step.expert_tile;
      }
    }
    expert_tiles[0] = tile;
    total_rows = row;
  }
  let rows = workgroupUniformLoad(&total_rows);
  for (var row = thread; row < rows; row += 256u) { row_tokens[row] = NONE; }
  storageBarrier();
  workgroupBarrier();
  for (var i = thread; i < choices; i += 256u) {
    let row = atomicAdd(&next_rows[chosen_experts[i]], 1u);
    row_tokens[row] = i / TOP;
    pair_rows[i] = row;
  }
}
`;
}
