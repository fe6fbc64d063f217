import type { Tile } from "./kernels/gemm/tile.ts";
import type { TensorCores } from "./kernels/tensor-cores.ts";

/** Steps from low to tall, each the fastest for up to `rows` rows. */
export type Ladder<T> = readonly { readonly rows: number; readonly step: T }[];

/** The lowest step for this number of rows, or the tallest if there is none. */
export function stepFor<T>(ladder: Ladder<T>, rows: number): T {
  return (ladder.find((rung) => rows <= rung.rows) ?? ladder.at(-1)!).step;
}

export interface GemmTiles {
  /** Of the QKV and output projections, with a few thousand columns. */
  readonly dense: Ladder<Tile>;
  readonly experts: Ladder<Tile>;
  readonly vocabulary: Ladder<Tile>;
}

/**
 * Tiles of several heights, and the number of rows from which the next one is faster, measured on an H100 in the shape
 * of the 20b model. A low tile spends its time reading weights, so it loads more stages at a time. A narrow tile makes
 * more workgroups; experts and the output layer have enough of them without it.
 */
export function gemmTiles(cores: TensorCores | null, workgroupStorage: number): GemmTiles {
  if (cores === null) {
    const tiles = [
      { rows: 16, step: tile(16, 64, { depth: 32, stages: 1, subgroup: [16, 64] }) },
      { rows: Infinity, step: tile(64, 64, { depth: 32, stages: 1, subgroup: [64, 64] }) },
    ];
    return { dense: tiles, experts: tiles, vocabulary: tiles };
  }
  // A tile of 128 x 128 takes 36,864 bytes at depth 64.
  const depth = workgroupStorage >= 36_864 ? 64 : 32;
  return {
    dense: [
      { rows: 32, step: tile(32, 16, { depth: 2 * depth, stages: 4, subgroup: [16, 16] }) },
      { rows: 80, step: tile(32, 32, { depth, stages: 4, subgroup: [32, 16] }) },
      { rows: 400, step: tile(64, 64, { depth, stages: 2, subgroup: [32, 32] }) },
      { rows: Infinity, step: tile(128, 128, { depth, stages: 1, subgroup: [64, 32] }) },
    ],
    experts: [
      { rows: 16, step: tile(16, 64, { depth, stages: 6, subgroup: [16, 16] }) },
      { rows: 32, step: tile(32, 64, { depth, stages: 2, subgroup: [16, 32] }) },
      { rows: 80, step: tile(64, 128, { depth: 32, stages: 1, subgroup: [64, 32] }) },
      { rows: Infinity, step: tile(128, 128, { depth: 32, stages: 2, subgroup: [64, 64] }) },
    ],
    vocabulary: [
      { rows: 16, step: tile(16, 64, { depth, stages: 4, subgroup: [16, 16] }) },
      { rows: 32, step: tile(32, 64, { depth, stages: 2, subgroup: [16, 32] }) },
      { rows: Infinity, step: tile(64, 64, { depth, stages: 2, subgroup: [32, 32] }) },
    ],
  };
}

function tile(
  rows: number,
  columns: number,
  {
    depth,
    stages,
    subgroup,
  }: Pick<Tile, "depth" | "stages"> & { readonly subgroup: readonly [number, number] },
): Tile {
  return { rows, columns, depth, stages, subgroupRows: subgroup[0], subgroupColumns: subgroup[1] };
}
