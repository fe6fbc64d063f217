import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GptOssConfig } from "../../../../../engine/local/checkpoint/config.ts";
import type { AttentionPhase } from "../../../../../engine/local/webgpu/kernels/attention/attention.ts";
import { splitOnTensorCores } from "../../../../../engine/local/webgpu/kernels/attention/tensor-core-split.ts";
import { type KernelShape, THREADS } from "../../../../../engine/local/webgpu/kernels/kernel-shape.ts";

const CORES = { m: 16, n: 16, k: 16 };
const KIB = 1024;

function splitOf(
  phase: AttentionPhase,
  heads: Pick<GptOssConfig, "headDim" | "numAttentionHeads" | "numKeyValueHeads">,
  workgroupStorage: number,
  cores = CORES,
) {
  return splitOnTensorCores(phase, { config: heads } as KernelShape, cores, workgroupStorage);
}

const GPT_OSS = { headDim: 64, numAttentionHeads: 64, numKeyValueHeads: 8 };

describe("splitOnTensorCores", () => {
  it.each([
    { phase: "prefill", storage: 48 * KIB, keys: 64 },
    { phase: "prefill", storage: 32 * KIB, keys: 32 },
    { phase: "decode", storage: 48 * KIB, keys: 128 },
  ] as const)(
    "has tiles of $keys keys for $phase of gpt-oss in $storage bytes",
    ({ phase, storage, keys }) => {
      expect(splitOf(phase, GPT_OSS, storage)?.keys).toBe(keys);
    },
  );

  it.each([
    { why: "shared memory is too small", heads: GPT_OSS, storage: 32 * KIB },
    {
      why: "more heads share their keys than matrices have rows",
      heads: { ...GPT_OSS, numKeyValueHeads: 2 },
    },
    { why: "heads are not a multiple of the matrices", heads: { ...GPT_OSS, headDim: 40 } },
  ])("returns null for decode if $why", ({ heads, storage = 48 * KIB }) => {
    expect(splitOf("decode", heads, storage)).toBeNull();
  });

  it("splits every score, every dimension and every key among the subgroups, each once", () => {
    const phases = fc.constantFrom<AttentionPhase>("prefill", "decode");
    const size = fc.constantFrom(8, 16);
    const coreSizes = fc.record({ m: size, n: size, k: size });
    const headDim = fc.constantFrom(8, 16, 32, 40, 48, 64, 96, 128);
    const storage = fc.constantFrom(16, 32, 48, 64, 96);
    fc.assert(
      fc.property(phases, coreSizes, headDim, storage, (phase, cores, dims, kib) => {
        const heads = { headDim: dims, numAttentionHeads: 8, numKeyValueHeads: 1 };
        const split = splitOf(phase, heads, kib * KIB, cores);
        fc.pre(split !== null);
        const { rows, keys, keyGroups, dimGroups, parts, lanes, factors, values, sums } = split;
        expect((rows / 16) * keyGroups).toBe(THREADS / 32);
        expect(dimGroups * parts).toBe(keyGroups);
        expect(rows * lanes).toBe(THREADS);
        expect(16 * (factors + values) + 4 * sums).toBeLessThanOrEqual(kib * KIB);
        expect((keys / keyGroups) % cores.n).toBe(0);
        expect(dims % cores.k).toBe(0);
        expect((dims / dimGroups) % cores.n).toBe(0);
        expect((keys / parts) % cores.k).toBe(0);
      }),
    );
  });
});
