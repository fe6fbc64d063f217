import { type Bindings, read } from "../kernel-source.ts";
import type { InputRows } from "../product.ts";

/** Which rows of x a tile multiplies. */
export interface TileRows<Name extends string> {
  readonly bindings: Bindings<Name>;
  /** Declares the `expert`, `first_row` and `first_column` of the workgroup's tile, which has this size. */
  readonly begin: (rows: number, columns: number) => string;
  /** The body of `x_start`, which returns the index in x of a row of the tile. */
  readonly start: string;
}

/** Rows in order, without experts. */
export function inOrder<Name extends string>({ bindings, start }: InputRows<Name>): TileRows<Name> {
  const begin = (rows: number, columns: number) => `let expert = 0u;
  let first_row = group.x * ${rows}u;
  let first_column = group.y * ${columns}u;`;
  return { bindings, begin, start };
}

const beginByExpert = (_: number, columns: number) => `if (group.y >= expert_tiles[0]) { return; }
  let expert = expert_tiles[1u + 2u * group.y];
  let first_row = expert_tiles[2u + 2u * group.y];
  let first_column = group.x * ${columns}u;`;

/** The tokens that chose the tile's expert (see sort-experts.ts). */
export const TOKENS_BY_EXPERT: TileRows<"expert_tiles" | "tile_row_tokens"> = {
  bindings: { expert_tiles: read("array<u32>"), tile_row_tokens: read("array<u32>") },
  begin: beginByExpert,
  start: "let token = tile_row_tokens[row];\n  return select(token * OCTETS, 0u, token == NONE);",
};

/** The rows of x that belong to the tile's expert, sorted already. */
export const ROWS_BY_EXPERT: TileRows<"expert_tiles"> = {
  bindings: { expert_tiles: read("array<u32>") },
  begin: beginByExpert,
  start: "return row * OCTETS;",
};
