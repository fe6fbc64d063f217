import { KernelCompiler } from "./kernel.ts";
import type { KernelShape } from "./kernels/kernel-shape.ts";
import { kernelSource, read, readWrite } from "./kernels/kernel-source.ts";
import { GPUBufferUsage, GPUMapMode } from "./open-gpu.ts";

/**
 * Finds out whether the GPU keeps the smallest E2M1 value, which is 2^-15 as kernels/mxfp4.ts decodes it. float16
 * represents it only as a subnormal number, which WGSL allows a GPU to flush to zero.
 */
export async function probeSubnormals(
  device: GPUDevice,
): Promise<Pick<KernelShape, "unpacksSubnormals" | "multipliesSubnormals">> {
  return {
    unpacksSubnormals: await keeps(device, "", "unpack2x16float(bits[0]) * 16384f"),
    multipliesSubnormals:
      device.features.has("shader-f16") &&
      (await keeps(device, "enable f16;", "vec2f(bitcast<vec2<f16>>(bits[0]) * vec2<f16>(16384h))")),
  };
}

async function keeps(device: GPUDevice, enable: string, expression: string): Promise<boolean> {
  const kernel = await new KernelCompiler(device).compile(
    "probe subnormals",
    kernelSource(
      enable,
      { bits: read("array<u32>"), values: readWrite("array<f32>") },
      /* wgsl */ `@compute @workgroup_size(1) fn main() {
  let pair = ${expression};
  values[0] = pair.x;
  values[1] = pair.y;
}`,
    ),
  );
  const buffer = (usage: number) => device.createBuffer({ size: 16, usage });
  const bits = buffer(GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST);
  const values = buffer(GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
  const readback = buffer(GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  device.queue.writeBuffer(bits, 0, Uint32Array.of(0x8200_0200));
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(kernel.pipeline);
  pass.setBindGroup(0, kernel.bind({ bits, values }));
  pass.dispatchWorkgroups(1);
  pass.end();
  encoder.copyBufferToBuffer(values, 0, readback, 0, 16);
  device.queue.submit([encoder.finish()]);
  await readback.mapAsync(GPUMapMode.READ);
  const [low, high] = new Float32Array(readback.getMappedRange());
  readback.destroy();
  return low === 0.5 && high === -0.5;
}
