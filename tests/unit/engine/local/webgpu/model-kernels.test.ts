import { describe, expect, expectTypeOf, it } from "vitest";
import type { GptOssConfig } from "../../../../../engine/local/checkpoint/config.ts";
import { type Kernel, KernelCompiler } from "../../../../../engine/local/webgpu/kernel.ts";
import type { KernelShape } from "../../../../../engine/local/webgpu/kernels/kernel-shape.ts";
import { kernelSource, read, readWrite } from "../../../../../engine/local/webgpu/kernels/kernel-source.ts";
import { compileModelKernels } from "../../../../../engine/local/webgpu/model-kernels.ts";
import { REQUIRED_LIMITS } from "../../../../../engine/local/webgpu/open-gpu.ts";

interface CompiledKernel {
  readonly label: string;
  readonly code: string;
  /** The access of each binding of its layout, by binding number. */
  readonly layout: readonly string[];
}

/** A device that compiles nothing, and records what it was given. */
function recordingDevice(maxComputeWorkgroupStorageSize: number) {
  const compiled: CompiledKernel[] = [];
  const bound: GPUBindGroupDescriptor[] = [];
  const device = {
    limits: { maxComputeWorkgroupStorageSize },
    createShaderModule: ({ code }: GPUShaderModuleDescriptor) => ({ code }),
    createBindGroupLayout: ({ entries }: GPUBindGroupLayoutDescriptor) => ({
      layout: Array.from(entries, ({ buffer }) => buffer!.type),
    }),
    createPipelineLayout: ({ bindGroupLayouts: [layout] }: { bindGroupLayouts: [object] }) => layout,
    createComputePipelineAsync: async ({ label, layout, compute }: GPUComputePipelineDescriptor) => {
      compiled.push(Object.assign({ label }, layout, compute.module) as unknown as CompiledKernel);
      return { label };
    },
    createBindGroup: (descriptor: GPUBindGroupDescriptor) => bound.push(descriptor),
  };
  return { device: device as unknown as GPUDevice, compiled, bound };
}

const GPT_OSS = {
  hiddenSize: 2880,
  intermediateSize: 2880,
  numAttentionHeads: 64,
  numKeyValueHeads: 8,
  headDim: 64,
  numLocalExperts: 32,
  numExpertsPerToken: 4,
  vocabSize: 201_088,
  rmsNormEps: 1e-5,
  slidingWindow: 128,
  swigluLimit: 7,
} as GptOssConfig;
const CORES = { m: 16, n: 16, k: 16 };

const SHAPE: KernelShape = {
  config: GPT_OSS,
  maxBatchedTokens: 2112,
  maxNumSeqs: 64,
  blocksPerSequence: 512,
  maxThreads: 1024,
  subgroupSize: 32,
  unpacksSubnormals: true,
  multipliesSubnormals: true,
};
const WITHOUT_FLOAT16 = { unpacksSubnormals: false, multipliesSubnormals: false };

describe.each([
  { gpu: "with tensor cores", cores: CORES, shape: SHAPE },
  { gpu: "with tensor cores that flush subnormals", cores: CORES, shape: { ...SHAPE, ...WITHOUT_FLOAT16 } },
  { gpu: "without tensor cores", cores: null, shape: { ...SHAPE, ...WITHOUT_FLOAT16, subgroupSize: null } },
])("the kernels of a GPU $gpu", async ({ cores, shape }) => {
  const { device, compiled } = recordingDevice(49_152);
  await compileModelKernels(device, shape, cores);

  it("have different labels, so that a message names one kernel", () => {
    const labels = compiled.map(({ label }) => label);
    expect(labels.length).toBeGreaterThan(30);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it.each(compiled)("$label: WGSL and bind group layout declare the same bindings", ({ code, layout }) => {
    const declared = [...code.matchAll(/@group\(0\) @binding\((\d+)\) var<storage, (\w+)> \w+: .+;\n/g)];
    expect(declared.map(([, number]) => Number(number))).toEqual(layout.map((_, number) => number));
    expect(declared.map(([, , access]) => (access === "read" ? "read-only-storage" : "storage"))).toEqual(
      layout,
    );
    expect(code.match(/@binding|var<storage/g)).toHaveLength(2 * declared.length);
  });

  it.each(compiled)(
    "$label: uses every binding, and writes to those that it declares as written",
    ({ code }) => {
      const declarations = /@group\(0\) @binding\(\d+\) var<storage, (\w+)> (\w+): .+;\n/g;
      const body = code.replaceAll(declarations, "").replaceAll(/\/\*\*.*?\*\/|\/\/[^\n]*/gs, "");
      for (const [, access, name] of code.matchAll(declarations)) {
        expect(body, `${name} is not used`).toMatch(new RegExp(`\\b${name}\\[|&${name}\\b`));
        const written = new RegExp(`\\b${name}\\[[^;]*?\\] = |subgroupMatrixStore<row_major>\\(&${name}\\b`);
        expect(written.test(body), `${name} is declared as ${access}`).toBe(access === "read_write");
      }
    },
  );

  it("bind no more buffers than every GPU that is opened allows", () => {
    const most = Math.max(...compiled.map(({ layout }) => layout.length));
    expect(most).toBe(REQUIRED_LIMITS.maxStorageBuffersPerShaderStage);
  });
});

describe("a kernel", () => {
  const source = kernelSource("", { x: read("array<f32>"), y: readWrite("array<f32>") }, "y[0] = x[0];");

  it("declares its bindings in order", () => {
    expect(source.code.trim().split("\n")).toEqual([
      "@group(0) @binding(0) var<storage, read> x: array<f32>;",
      "@group(0) @binding(1) var<storage, read_write> y: array<f32>;",
      "y[0] = x[0];",
    ]);
  });

  it("binds buffers by name, in any order, and its type refuses missing and unknown names", async () => {
    const { device, bound } = recordingDevice(0);
    const kernel = await new KernelCompiler(device).compile("copy", source);
    const [x, y] = [{ label: "x" }, { label: "y" }] as unknown as [GPUBuffer, GPUBuffer];
    kernel.bind({ y, x });
    expect(bound[0]!.entries).toEqual([
      { binding: 0, resource: { buffer: x } },
      { binding: 1, resource: { buffer: y } },
    ]);
    expectTypeOf(kernel).toEqualTypeOf<Kernel<"x" | "y">>();
    // @ts-expect-error y is missing.
    kernel.bind({ x });
    // @ts-expect-error z is unknown.
    kernel.bind({ x, y, z: y });
  });
});
