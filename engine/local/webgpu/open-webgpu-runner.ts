import { CheckpointError } from "../checkpoint/checkpoint-error.ts";
import { ExpandedFile } from "../checkpoint/expanded-file.ts";
import { openCheckpoint } from "../checkpoint/open-checkpoint.ts";
import { EngineFailedError } from "../../errors.ts";
import { requireCompletePull } from "../hub/require-complete-pull.ts";
import type { EngineProgress } from "../engine-events.ts";
import { ropeRows } from "../checkpoint/rope.ts";
import { bindModel } from "./bound-kernels.ts";
import { ForwardPass } from "./forward-pass.ts";
import { BLOCK_TOKENS, type KernelShape } from "./kernels/kernel-shape.ts";
import { allocateKv, blockBytes } from "./kv-buffers.ts";
import { compileModelKernels } from "./model-kernels.ts";
import { allocateWeights } from "./model-weights.ts";
import type { Gpu } from "./open-gpu.ts";
import { probeSubnormals } from "./probe-subnormals.ts";
import { allocateScratch } from "./scratch.ts";
import { allocateStepBuffers } from "./step-buffers.ts";
import { uploadWeights } from "./upload-weights.ts";
import { WebGpuRunner } from "./webgpu-runner.ts";

export interface WebGpuRunnerOptions {
  /** In the layout of Hugging Face. */
  readonly checkpointDir: string;
  readonly maxNumSeqs: number;
  readonly maxContextTokens: number;
  /** The maximum number of tokens in one step, including those of the sequences that decode. */
  readonly maxBatchedTokens: number;
  /** The size of the KV cache. It is smaller if the GPU has less memory. */
  readonly kvCacheBytes: number;
}

/**
 * Loads a checkpoint into the memory of a GPU. Rejects with CheckpointError, or with EngineFailedError if the GPU does
 * not have enough memory.
 */
export async function openWebGpuRunner(
  gpu: Gpu,
  options: WebGpuRunnerOptions,
  onProgress: (progress: EngineProgress) => void,
  onStuck: () => void = () => {},
): Promise<WebGpuRunner> {
  const { device } = gpu;
  await requireCompletePull(options.checkpointDir);
  const { config, files, experts } = await openCheckpoint(options.checkpointDir);
  try {
    if (experts !== "mxfp4") {
      throw new CheckpointError("it has 16-bit experts, and a GPU needs them in MXFP4", {
        remedy: { code: "convert_checkpoint", checkpoint: options.checkpointDir },
      });
    }
    const blocksPerSequence = Math.ceil(options.maxContextTokens / BLOCK_TOKENS);
    const shape: KernelShape = {
      config,
      maxBatchedTokens: options.maxBatchedTokens,
      maxNumSeqs: options.maxNumSeqs,
      blocksPerSequence,
      subgroupSize: gpu.subgroupSize,
      maxThreads: Math.min(1024, device.limits.maxComputeInvocationsPerWorkgroup),
      ...(await probeSubnormals(device)),
    };
    const compiling = compileModelKernels(device, shape, gpu.tensorCores);
    // Awaited below: until then a failure must not count as an unhandled rejection.
    compiling.catch(() => {});
    // The KV cache is allocated last: it takes the memory that is left.
    device.pushErrorScope("out-of-memory");
    const { weights, targets } = allocateWeights(device, config);
    await throwIfFull(device, "the model's weights");
    device.pushErrorScope("out-of-memory");
    const scratch = allocateScratch(device, shape);
    const buffers = allocateStepBuffers(device, shape, options.maxContextTokens);
    await throwIfFull(device, `steps of ${options.maxBatchedTokens} tokens`);
    const blocks = Math.max(blocksPerSequence, Math.floor(options.kvCacheBytes / blockBytes(config)));
    const kv = await allocateKv(device, config, blocks, blocksPerSequence);
    if (kv === null) {
      throw full("a KV cache for one sequence of the longest context");
    }
    const total = targets.reduce((sum, { byteLength }) => sum + byteLength, 0);
    let done = 0;
    await uploadWeights(device, new ExpandedFile(files), targets, (bytes) => {
      done += bytes;
      onProgress({ step: "loading model", done, total });
    });
    writeRope(device, buffers.rope, config, options.maxContextTokens);
    const kernels = await compiling;
    const model = bindModel(kernels, weights, kv, scratch, buffers);
    const forward = new ForwardPass(device, shape, kernels, model);
    return new WebGpuRunner(gpu, shape, forward, kv.blocks, buffers, onStuck);
  } finally {
    await files.close();
  }
}

/** Writes pairs of cosine and sine, [positions, headDim / 2]. */
function writeRope(
  device: GPUDevice,
  buffer: GPUBuffer,
  config: KernelShape["config"],
  positions: number,
): void {
  const cosines = ropeRows(config, "cos", 0, positions);
  const sines = ropeRows(config, "sin", 0, positions);
  const pairs = new Float32Array(2 * cosines.length);
  for (let i = 0; i < cosines.length; i += 1) {
    pairs[2 * i] = cosines[i]!;
    pairs[2 * i + 1] = sines[i]!;
  }
  device.queue.writeBuffer(buffer, 0, pairs);
}

async function throwIfFull(device: GPUDevice, what: string): Promise<void> {
  if ((await device.popErrorScope()) !== null) {
    throw full(what);
  }
}

function full(what: string): EngineFailedError {
  return new EngineFailedError(`The GPU does not have enough memory for ${what}.`, { retryable: false });
}
