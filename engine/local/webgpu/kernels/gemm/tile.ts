/** One workgroup's tile of a GEMM: rows x columns of the product, over `depth` inputs at a time. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** Pieces of `depth` inputs that are loaded while one is multiplied: more come closer to the memory's bandwidth. */
  readonly stages: number;
  /** A subgroup's part of the tile, with tensor cores. */
  readonly subgroupRows: number;
  readonly subgroupColumns: number;
}

/** In shared memory rows are this many float16 longer than the tile is deep, so that they start in different banks. */
const SKEW = 8;

/** Octets of float16 from one row of shared memory to the next. */
export function strideOf({ depth }: Tile): number {
  return (depth + SKEW) / 8;
}

/** Workgroups of a GEMM. Neighbours share columns: the weights may exceed the cache. */
export function gemmGroups(tile: Tile, outputs: number, rows: number): readonly [number, number] {
  return [Math.ceil(rows / tile.rows), Math.ceil(outputs / tile.columns)];
}

/**
 * Workgroups of an expert GEMM. Neighbours share rows: tokens have several inputs, and an expert's weights are small.
 */
export function expertGemmGroups(tile: Tile, outputs: number, tiles: number): readonly [number, number] {
  return [Math.ceil(outputs / tile.columns), tiles];
}
