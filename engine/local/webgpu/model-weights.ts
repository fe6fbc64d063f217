import type { GptOssConfig, LayerType } from "../checkpoint/config.ts";
import {
  EMBEDDING,
  FINAL_NORM,
  layerTensorNames,
  outputWeights,
  tensorSpecs,
} from "../checkpoint/tensor-names.ts";
import { EngineFailedError } from "../../errors.ts";
import { GPUBufferUsage } from "./open-gpu.ts";

/**
 * The tensors of one layer, as kernels bind them. Those of queries, keys and values are in one buffer, in this order.
 */
export interface LayerWeights {
  readonly attentionType: LayerType;
  readonly inputNorm: GPUBuffer;
  readonly qkv: GPUBuffer;
  readonly qkvBias: GPUBuffer;
  readonly sinks: GPUBuffer;
  readonly output: GPUBuffer;
  readonly outputBias: GPUBuffer;
  readonly postAttentionNorm: GPUBuffer;
  readonly router: GPUBuffer;
  readonly routerBias: GPUBuffer;
  readonly gateUpBlocks: GPUBuffer;
  readonly gateUpScales: GPUBuffer;
  readonly gateUpBias: GPUBuffer;
  readonly downBlocks: GPUBuffer;
  readonly downScales: GPUBuffer;
  readonly downBias: GPUBuffer;
}

export interface ModelWeights {
  readonly embedding: GPUBuffer;
  readonly layers: readonly LayerWeights[];
  readonly finalNorm: GPUBuffer;
  readonly lmHead: GPUBuffer;
}

/** The destination of the bytes of a tensor. */
export interface TensorTarget {
  readonly tensor: string;
  readonly byteLength: number;
  readonly buffer: GPUBuffer;
  readonly offset: number;
}

/** Allocates the buffers of all weights. Throws EngineFailedError if the GPU cannot bind one because of its size. */
export function allocateWeights(
  device: GPUDevice,
  config: GptOssConfig,
): { weights: ModelWeights; targets: TensorTarget[] } {
  const specs = tensorSpecs(config);
  const targets: TensorTarget[] = [];
  const bytesOf = (tensor: string): number => {
    const { dtype, shape } = specs.get(tensor)!;
    return shape.reduce((product, size) => product * size, dtype === "BF16" ? 2 : 1);
  };
  const buffer = (...tensors: readonly string[]): GPUBuffer => {
    const size = tensors.reduce((sum, tensor) => sum + bytesOf(tensor), 0);
    const limit = device.limits.maxStorageBufferBindingSize;
    if (size > limit) {
      throw new EngineFailedError(
        `${tensors[0]} has ${size} bytes, but a kernel on this GPU can bind at most ${limit}.`,
        { retryable: false },
      );
    }
    const made = device.createBuffer({
      label: tensors[0]!,
      size: Math.ceil(size / 16) * 16,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
    let offset = 0;
    for (const tensor of tensors) {
      const byteLength = bytesOf(tensor);
      targets.push({ tensor, byteLength, buffer: made, offset });
      offset += byteLength;
    }
    return made;
  };
  const layer = (index: number): LayerWeights => {
    const names = layerTensorNames(index);
    return {
      attentionType: config.layerTypes[index]!,
      inputNorm: buffer(names.inputNorm),
      qkv: buffer(names.q.weight, names.k.weight, names.v.weight),
      qkvBias: buffer(names.q.bias, names.k.bias, names.v.bias),
      sinks: buffer(names.sinks),
      output: buffer(names.o.weight),
      outputBias: buffer(names.o.bias),
      postAttentionNorm: buffer(names.postAttentionNorm),
      router: buffer(names.router.weight),
      routerBias: buffer(names.router.bias),
      gateUpBlocks: buffer(names.gateUp.blocks),
      gateUpScales: buffer(names.gateUp.scales),
      gateUpBias: buffer(names.gateUp.bias),
      downBlocks: buffer(names.down.blocks),
      downScales: buffer(names.down.scales),
      downBias: buffer(names.down.bias),
    };
  };
  const embedding = buffer(EMBEDDING);
  const layers = Array.from({ length: config.numHiddenLayers }, (_, index) => layer(index));
  const finalNorm = buffer(FINAL_NORM);
  const output = outputWeights(config);
  const lmHead = output === EMBEDDING ? embedding : buffer(output);
  return { weights: { embedding, layers, finalNorm, lmHead }, targets };
}
