import { type KernelShape, PADDING } from "./kernel-shape.ts";
import { kernelSource, read, readWrite } from "./kernel-source.ts";
import { prelude } from "./prelude.ts";

/** Rows of the activations sorted by expert: each choice once, and each expert's rows padded to whole tiles. */
export function sortedRows({ config, maxBatchedTokens }: KernelShape): number {
  return maxBatchedTokens * config.numExpertsPerToken + config.numLocalExperts * PADDING;
}

/** The most tiles of `height` rows that the choices of `tokens` tokens need. */
export function maxExpertTiles({ config }: KernelShape, tokens: number, height: number): number {
  const choices = tokens * config.numExpertsPerToken;
  return Math.floor(choices / height) + Math.min(config.numLocalExperts, choices);
}

/**
 * Sorts the choices of all tokens by expert, in one workgroup, so that each expert's rows fill tiles of
 * step.expert_tile rows. Writes the number of tiles and each as a pair (expert, first row); the token of each row, or
 * NONE if the row is padding; and the row of each choice.
 */
export function sortExpertsKernel(shape: KernelShape) {
  const bindings = {
    chosen_experts: read("array<u32>"),
    expert_tiles: readWrite("array<u32>"),
    tile_row_tokens: readWrite("array<u32>"),
    choice_rows: readWrite("array<u32>"),
  };
  return kernelSource(
    prelude(shape),
    bindings,
    /* wgsl */ `var<workgroup> counts: array<atomic<u32>, EXPERTS>;
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
  for (var row = thread; row < rows; row += 256u) { tile_row_tokens[row] = NONE; }
  storageBarrier();
  workgroupBarrier();
  for (var i = thread; i < choices; i += 256u) {
    let row = atomicAdd(&next_rows[chosen_experts[i]], 1u);
    tile_row_tokens[row] = i / TOP;
    choice_rows[i] = row;
  }
}
`,
  );
}
