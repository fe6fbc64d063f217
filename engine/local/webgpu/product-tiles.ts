import type { MatrixUnits } from "./kernels/matrix-units.ts";
import type { Tile } from "./kernels/tiled-product.ts";

/** From low to tall, each the fastest for up to so many rows. */
export type Ladder<T> = readonly { readonly rows: number; readonly step: T }[];

/** The lowest step that is meant for so many rows, or else the tallest. */
export function stepFor<T>(ladder: Ladder<T>, rows: number): T {
  return (ladder.find((rung) => rows <= rung.rows) ?? ladder.at(-1)!).step;
}

interface ProductTiles {
  /** Queries, keys and values, and the output projection: a few thousand columns. */
  readonly dense: Ladder<Tile>;
  readonly experts: Ladder<Tile>;
  readonly vocabulary: Ladder<Tile>;
}

/**
 * Tiles of several heights, and from how many rows on the next one is faster: as measured on an H100 in the shape of
 * the 20b model. The lower a tile, the more its time is that of reading weights: more of them are on their way at a time.
 * Narrower tiles make more workgroups, of which experts and the output layer have enough.
 */
export function productTiles(units: MatrixUnits | null, workgroupStorage: number): ProductTiles {
  if (units === null) {
    const plain = [
      { rows: 16, step: tile(16, 64, { depth: 32, ahead: 1, part: [16, 64] }) },
      { rows: Infinity, step: tile(64, 64, { depth: 32, ahead: 1, part: [64, 64] }) },
    ];
    return { dense: plain, experts: plain, vocabulary: plain };
  }
  // 128 x 128 at this depth takes 36,864 bytes.
  const depth = workgroupStorage >= 36_864 ? 64 : 32;
  return {
    dense: [
      { rows: 32, step: tile(32, 16, { depth: 2 * depth, ahead: 4, part: [16, 16] }) },
      { rows: 80, step: tile(32, 32, { depth, ahead: 4, part: [32, 16] }) },
      { rows: 400, step: tile(64, 64, { depth, ahead: 2, part: [32, 32] }) },
      { rows: Infinity, step: tile(128, 128, { depth, ahead: 1, part: [64, 32] }) },
    ],
    experts: [
      { rows: 16, step: tile(16, 64, { depth, ahead: 6, part: [16, 16] }) },
      { rows: 32, step: tile(32, 64, { depth, ahead: 2, part: [16, 32] }) },
      { rows: 80, step: tile(64, 128, { depth: 32, ahead: 1, part: [64, 32] }) },
      { rows: Infinity, step: tile(128, 128, { depth: 32, ahead: 2, part: [64, 64] }) },
    ],
    vocabulary: [
      { rows: 16, step: tile(16, 64, { depth, ahead: 4, part: [16, 16] }) },
      { rows: 32, step: tile(32, 64, { depth, ahead: 2, part: [16, 32] }) },
      { rows: Infinity, step: tile(64, 64, { depth, ahead: 2, part: [32, 32] }) },
    ],
  };
}

function tile(
  rows: number,
  columns: number,
  { depth, ahead, part }: Pick<Tile, "depth" | "ahead"> & { readonly part: readonly [number, number] },
): Tile {
  return { rows, columns, depth, ahead, subgroupRows: part[0], subgroupColumns: part[1] };
}
