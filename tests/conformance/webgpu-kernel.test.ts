import { afterAll, beforeAll, expect, it } from "vitest";
import { EngineFailedError } from "../../engine/errors.ts";
import { KernelCompiler } from "../../engine/local/webgpu/kernel.ts";
import { kernelSource } from "../../engine/local/webgpu/kernels/kernel-source.ts";
import { type Gpu, openGpu } from "../../engine/local/webgpu/open-gpu.ts";
import { useSoftwareGpu } from "../helpers/software-gpu.ts";

useSoftwareGpu();

let gpu: Gpu;
beforeAll(async () => {
  gpu = await openGpu({ checked: true });
});
afterAll(() => gpu.close());

it("says in one line which kernel the GPU cannot run, and why", async () => {
  const octets = gpu.limits.maxComputeWorkgroupStorageSize / 16 + 1;
  const source = kernelSource(
    "",
    {},
    /* wgsl */ `var<workgroup> octets: array<vec4u, ${octets}>;
@compute @workgroup_size(1) fn main() { octets[0] = vec4u(); }`,
  );
  const error: unknown = await new KernelCompiler(gpu.device)
    .compile("too large", source)
    .catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(EngineFailedError);
  expect(error).toMatchObject({ retryable: false });
  const { message } = error as EngineFailedError;
  expect(message).toMatch(/^The GPU cannot run the kernel "too large" in this model's shape: ./);
  expect(message).not.toContain("\n");
});
