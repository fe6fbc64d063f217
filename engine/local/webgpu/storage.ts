import { GPUBufferUsage } from "./open-gpu.ts";

/** Creates a storage buffer whose size is a multiple of the largest element that kernels read, vec4. */
export function storage(device: GPUDevice, label: string, bytes: number): GPUBuffer {
  return device.createBuffer({
    label,
    size: Math.ceil(bytes / 16) * 16,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
  });
}
