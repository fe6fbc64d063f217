import type { KernelShape } from "./kernels/kernel-shape.ts";
import { MASK_SLOTS } from "./mask-slots.ts";
import { GPUBufferUsage } from "./open-gpu.ts";
import { RESULT_WORDS, stepSections } from "./step-data.ts";
import { storage } from "./storage.ts";

/** The buffers of a step's data and results. */
export interface StepBuffers {
  readonly data: GPUBuffer;
  readonly blockTable: GPUBuffer;
  readonly rope: GPUBuffer;
  readonly masks: GPUBuffer;
  readonly results: GPUBuffer;
  readonly readback: GPUBuffer;
}

/** `positions` is the length of the longest sequence, and so the number of rows in the table of rotary embeddings. */
export function allocateStepBuffers(device: GPUDevice, shape: KernelShape, positions: number): StepBuffers {
  const { config, maxNumSeqs, maxBatchedTokens, blocksPerSequence } = shape;
  const resultBytes = maxNumSeqs * RESULT_WORDS * 4;
  return {
    data: storage(device, "step", stepSections(maxBatchedTokens, maxNumSeqs).words * 4),
    blockTable: storage(device, "block table", maxNumSeqs * blocksPerSequence * 4),
    rope: storage(device, "rope", positions * config.headDim * 4),
    masks: storage(device, "masks", MASK_SLOTS * Math.ceil(config.vocabSize / 32) * 4),
    results: storage(device, "results", resultBytes),
    readback: device.createBuffer({
      label: "readback",
      size: resultBytes,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    }),
  };
}
