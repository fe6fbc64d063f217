import { KernelCompiler } from "./kernel.ts";
import { GPUBufferUsage, GPUMapMode } from "./open-gpu.ts";

/** Whether unpack2x16float keeps the smallest E2M1 value, 2^-15, which float16 has only as a subnormal: WGSL allows both. */
export async function unpacksSubnormals(device: GPUDevice): Promise<boolean> {
  const kernel = await new KernelCompiler(device).compile(
    "probe halves",
    /* wgsl */ `
@group(0) @binding(0) var<storage, read> bits: array<u32>;
@group(0) @binding(1) var<storage, read_write> values: array<f32>;
@compute @workgroup_size(1) fn main() {
  let pair = unpack2x16float(bits[0]);
  values[0] = pair.x * 16384f;
  values[1] = pair.y * 16384f;
}`,
  );
  const buffer = (usage: number) => device.createBuffer({ size: 16, usage });
  const bits = buffer(GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST);
  const values = buffer(GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
  const readback = buffer(GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  device.queue.writeBuffer(bits, 0, Uint32Array.of(0x8200_0200));
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(kernel.pipeline);
  pass.setBindGroup(0, kernel.bind({ 0: bits, 1: values }));
  pass.dispatchWorkgroups(1);
  pass.end();
  encoder.copyBufferToBuffer(values, 0, readback, 0, 16);
  device.queue.submit([encoder.finish()]);
  await readback.mapAsync(GPUMapMode.READ);
  const [low, high] = new Float32Array(readback.getMappedRange());
  const kept = low === 0.5 && high === -0.5;
  readback.destroy();
  return kept;
}
