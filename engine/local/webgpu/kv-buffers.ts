import type { GptOssConfig } from "../checkpoint/config.ts";
import { BLOCK_TOKENS } from "./kernels/kernel-shape.ts";
import { GPUBufferUsage } from "./open-gpu.ts";

/** Keys and values of all blocks, by layer: float16 [blocks, BLOCK_TOKENS, kvHeads, headDim]. */
export interface KvBuffers {
  readonly keys: readonly GPUBuffer[];
  readonly values: readonly GPUBuffer[];
  readonly blocks: number;
}

/** The bytes of one block in all layers. */
export function blockBytes({ numHiddenLayers, numKeyValueHeads, headDim }: GptOssConfig): number {
  return 2 * numHiddenLayers * BLOCK_TOKENS * numKeyValueHeads * headDim * 2;
}

/**
 * Allocates up to `blocks` blocks. If the GPU has less memory it tries half of them, and half again, down to
 * `leastBlocks`. Returns null if there is not enough memory for those.
 */
export async function allocateKv(
  device: GPUDevice,
  config: GptOssConfig,
  blocks: number,
  leastBlocks: number,
): Promise<KvBuffers | null> {
  const bytesPerLayer = blockBytes(config) / (2 * config.numHiddenLayers);
  const maxBlocks = Math.floor(device.limits.maxStorageBufferBindingSize / bytesPerLayer);
  for (
    let count = Math.min(blocks, maxBlocks);
    count >= leastBlocks;
    count = count > leastBlocks ? Math.max(leastBlocks, Math.floor(count / 2)) : 0
  ) {
    const buffers: GPUBuffer[] = [];
    device.pushErrorScope("out-of-memory");
    for (let i = 0; i < 2 * config.numHiddenLayers; i += 1) {
      buffers.push(
        device.createBuffer({
          label: "KV cache",
          size: count * bytesPerLayer,
          usage: GPUBufferUsage.STORAGE,
        }),
      );
    }
    if ((await device.popErrorScope()) === null) {
      const half = buffers.length / 2;
      return { keys: buffers.slice(0, half), values: buffers.slice(half), blocks: count };
    }
    for (const buffer of buffers) {
      buffer.destroy();
    }
  }
  return null;
}
