import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GptOssConfig } from "../../../../../engine/local/checkpoint/config.ts";
import { type Attending, sharesOnUnits } from "../../../../../engine/local/webgpu/kernels/attend-on-units.ts";
import { type KernelShape, THREADS } from "../../../../../engine/local/webgpu/kernels/prelude.ts";

const UNITS = { m: 16, n: 16, k: 16 };
const KIB = 1024;

function sharesOf(
  attending: Attending,
  heads: Pick<GptOssConfig, "headDim" | "numAttentionHeads" | "numKeyValueHeads">,
  workgroupStorage: number,
  units = UNITS,
) {
  return sharesOnUnits(attending, { config: heads } as KernelShape, units, workgroupStorage);
}

const GPT_OSS = { headDim: 64, numAttentionHeads: 64, numKeyValueHeads: 8 };

describe("sharesOnUnits", () => {
  it.each([
    { attending: "tiles", storage: 48 * KIB, keys: 64 },
    { attending: "tiles", storage: 32 * KIB, keys: 32 },
    { attending: "singles", storage: 48 * KIB, keys: 128 },
  ] as const)("takes $keys keys at a time for $attending of gpt-oss in $storage bytes", (row) => {
    expect(sharesOf(row.attending, GPT_OSS, row.storage)?.keys).toBe(row.keys);
  });

  it.each([
    { why: "the memory is too small", heads: GPT_OSS, storage: 32 * KIB },
    { why: "more heads share their keys than units have rows", heads: { ...GPT_OSS, numKeyValueHeads: 2 } },
    { why: "heads are no multiple of the units", heads: { ...GPT_OSS, headDim: 40 } },
  ])("leaves single tokens to the other kernel where $why", ({ heads, storage = 48 * KIB }) => {
    expect(sharesOf("singles", heads, storage)).toBeNull();
  });

  it("shares every score, every dimension and every key among the subgroups, each once", () => {
    const attending = fc.constantFrom<Attending>("tiles", "singles");
    const size = fc.constantFrom(8, 16);
    const unitSizes = fc.record({ m: size, n: size, k: size });
    const headDim = fc.constantFrom(8, 16, 32, 40, 48, 64, 96, 128);
    const storage = fc.constantFrom(16, 32, 48, 64, 96);
    fc.assert(
      fc.property(attending, unitSizes, headDim, storage, (what, units, dims, kib) => {
        const heads = { headDim: dims, numAttentionHeads: 8, numKeyValueHeads: 1 };
        const shares = sharesOf(what, heads, kib * KIB, units);
        fc.pre(shares !== null);
        const { rows, keys, keyGroups, dimGroups, parts, lanes, factors, values, sums } = shares;
        expect((rows / 16) * keyGroups).toBe(THREADS / 32);
        expect(dimGroups * parts).toBe(keyGroups);
        expect(rows * lanes).toBe(THREADS);
        expect(16 * (factors + values) + 4 * sums).toBeLessThanOrEqual(kib * KIB);
        expect((keys / keyGroups) % units.n).toBe(0);
        expect(dims % units.k).toBe(0);
        expect((dims / dimGroups) % units.n).toBe(0);
        expect((keys / parts) % units.k).toBe(0);
      }),
    );
  });
});
