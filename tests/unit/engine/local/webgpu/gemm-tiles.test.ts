import { describe, expect, it } from "vitest";
import { gemmTiles, stepFor } from "../../../../../engine/local/webgpu/gemm-tiles.ts";
import { LEAST_TILE_ROWS, PADDING } from "../../../../../engine/local/webgpu/kernels/kernel-shape.ts";

const CORES = { m: 16, n: 16, k: 16 };
const KIB = 1024;

describe.each([
  { gpu: "without tensor cores", cores: null, storage: 32 * KIB },
  { gpu: "with tensor cores", cores: CORES, storage: 32 * KIB },
  { gpu: "with tensor cores and more memory", cores: CORES, storage: 48 * KIB },
])("GEMM tiles of a GPU $gpu", ({ cores, storage }) => {
  const { dense, experts, vocabulary } = gemmTiles(cores, storage);
  const ladders = [dense, experts, vocabulary];
  const tiles = ladders.flatMap((ladder) => ladder.map(({ step }) => step));

  it("fit into the padded buffers", () => {
    for (const { rows, columns } of tiles) {
      expect(rows).toBeGreaterThanOrEqual(LEAST_TILE_ROWS);
      expect(PADDING % rows).toBe(0);
      expect(PADDING % columns).toBe(0);
    }
  });

  it("fit into a workgroup and divide into equal parts for its subgroups", () => {
    for (const { rows, columns, depth, subgroupRows, subgroupColumns } of tiles) {
      expect(2 * (rows + columns) * (depth + 8)).toBeLessThanOrEqual(storage);
      expect(rows % subgroupRows).toBe(0);
      expect(columns % subgroupColumns).toBe(0);
      expect((rows / subgroupRows) * (columns / subgroupColumns) * 32).toBeLessThanOrEqual(256);
    }
  });

  it("are in ascending order, and the tallest has no limit", () => {
    for (const ladder of ladders) {
      const limits = ladder.map(({ rows }) => rows);
      expect(limits).toEqual(limits.toSorted((a, b) => a - b));
      expect(limits.at(-1)).toBe(Infinity);
      expect(stepFor(ladder, 1)).toBe(ladder[0]!.step);
      expect(stepFor(ladder, ladder[0]!.rows + 1)).toBe(ladder[1]!.step);
      expect(stepFor(ladder, 1e6)).toBe(ladder.at(-1)!.step);
    }
  });
});
