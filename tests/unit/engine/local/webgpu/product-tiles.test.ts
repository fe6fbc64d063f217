import { describe, expect, it } from "vitest";
import { LEAST_TILE_ROWS, PADDING } from "../../../../../engine/local/webgpu/kernels/prelude.ts";
import { productTiles, stepFor } from "../../../../../engine/local/webgpu/product-tiles.ts";

const UNITS = { m: 16, n: 16, k: 16 };
const KIB = 1024;

describe.each([
  { device: "without matrix units", units: null, storage: 32 * KIB },
  { device: "with matrix units", units: UNITS, storage: 32 * KIB },
  { device: "with matrix units and more memory", units: UNITS, storage: 48 * KIB },
])("the tiles of a device $device", ({ units, storage }) => {
  const { dense, experts, vocabulary } = productTiles(units, storage);
  const ladders = [dense, experts, vocabulary];
  const tiles = ladders.flatMap((ladder) => ladder.map(({ step }) => step));

  it("have room in the buffers that are made for them", () => {
    for (const { rows, columns } of tiles) {
      expect(rows).toBeGreaterThanOrEqual(LEAST_TILE_ROWS);
      expect(PADDING % rows).toBe(0);
      expect(PADDING % columns).toBe(0);
    }
  });

  it("have room in a workgroup, and whole parts for its subgroups", () => {
    for (const { rows, columns, depth, subgroupRows, subgroupColumns } of tiles) {
      expect(2 * (rows + columns) * (depth + 8)).toBeLessThanOrEqual(storage);
      expect(rows % subgroupRows).toBe(0);
      expect(columns % subgroupColumns).toBe(0);
      expect((rows / subgroupRows) * (columns / subgroupColumns) * 32).toBeLessThanOrEqual(256);
    }
  });

  it("stand in order, and the tallest is for all that is left", () => {
    for (const ladder of ladders) {
      const upTo = ladder.map(({ rows }) => rows);
      expect(upTo).toEqual(upTo.toSorted((a, b) => a - b));
      expect(upTo.at(-1)).toBe(Infinity);
      expect(stepFor(ladder, 1)).toBe(ladder[0]!.step);
      expect(stepFor(ladder, ladder[0]!.rows + 1)).toBe(ladder[1]!.step);
      expect(stepFor(ladder, 1e6)).toBe(ladder.at(-1)!.step);
    }
  });
});
