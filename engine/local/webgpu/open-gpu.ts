import { create, globals } from "webgpu";
import type { TensorCores } from "./kernels/tensor-cores.ts";

export const { GPUBufferUsage, GPUMapMode } = globals as unknown as {
  readonly GPUBufferUsage: typeof globalThis.GPUBufferUsage;
  readonly GPUMapMode: typeof globalThis.GPUMapMode;
};

/** A GPU, opened for computing. */
export interface Gpu {
  readonly device: GPUDevice;
  /** The product name, such as "NVIDIA H100 80GB HBM3". */
  readonly name: string;
  /** Whether it is an implementation of Vulkan or Direct3D on the CPU, which is slow. */
  readonly software: boolean;
  readonly limits: GPUSupportedLimits;
  /** Null if it has none that the kernels can use. */
  readonly tensorCores: TensorCores | null;
  /** Null if subgroups have several sizes. */
  readonly subgroupSize: number | null;
  close(): void;
}

/** No GPU can run the kernels. The message says what is missing. */
export class NoGpuError extends Error {
  override readonly name = "NoGpuError";
}

const REQUIRED_FEATURES = ["subgroups"] as const;
const OPTIONAL_FEATURES = [
  "shader-f16",
  "subgroup-size-control",
  "chromium-experimental-subgroup-matrix",
] as const;

/** The limits that the kernels need. */
export const REQUIRED_LIMITS = {
  maxStorageBuffersPerShaderStage: 9,
  maxComputeWorkgroupStorageSize: 32_768,
  maxComputeInvocationsPerWorkgroup: 256,
  maxImmediateSize: 12,
} as const;

const LIMITS = [
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxImmediateSize",
] as const;

interface SubgroupMatrixConfig extends TensorCores {
  readonly M: number;
  readonly N: number;
  readonly K: number;
  readonly componentType: string;
  readonly resultComponentType: string;
}

/**
 * Toggles of Dawn. Robust buffer access and validation protect a browser from the shaders of a page. The shaders here
 * are our own, and both cost a tenth of the speed. `vulkan_enable_f16_on_nvidia`: Dawn disables float16 on NVIDIA's
 * drivers because of failures in graphics shaders (crbug.com/42251215).
 */
const FEATURES =
  "enable-dawn-features=allow_unsafe_apis,vulkan_enable_f16_on_nvidia,disable_robustness,skip_validation";
const CHECKED_FEATURES = "enable-dawn-features=allow_unsafe_apis,vulkan_enable_f16_on_nvidia";

/**
 * Opens the machine's fastest GPU. Throws NoGpuError. `checked` validates every call and every memory access, for
 * tests.
 */
export async function openGpu({ checked = false } = {}): Promise<Gpu> {
  // `close` below keeps it alive: the instance of Dawn must outlive everything created from it, and nothing else refers
  // to it.
  let instance: GPU | null = create([checked ? CHECKED_FEATURES : FEATURES]);
  const adapter = await instance.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) {
    throw new NoGpuError("Vulkan, Metal and Direct3D 12 found no GPU.");
  }
  for (const feature of REQUIRED_FEATURES) {
    if (!adapter.features.has(feature)) {
      throw new NoGpuError(`${adapter.info.device || "The GPU"} lacks the WebGPU feature ${feature}.`);
    }
  }
  for (const [name, required] of Object.entries(REQUIRED_LIMITS)) {
    const limit = adapter.limits[name as keyof typeof REQUIRED_LIMITS];
    if (!(limit >= required)) {
      throw new NoGpuError(
        `${adapter.info.device || "The GPU"} has a ${name} of ${limit}, but the kernels need ${required}.`,
      );
    }
  }
  const device = await adapter.requestDevice({
    requiredFeatures: [...REQUIRED_FEATURES, ...OPTIONAL_FEATURES].filter((feature) =>
      adapter.features.has(feature),
    ) as GPUFeatureName[],
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
  });
  const { info } = adapter;
  return {
    device,
    name: info.device.replaceAll("-", " ").trim() || info.description,
    software: info.vendor === "mesa" || info.vendor === "google" || info.isFallbackAdapter === true,
    limits: device.limits,
    tensorCores: findTensorCores(adapter),
    subgroupSize:
      info.subgroupMinSize !== undefined && info.subgroupMinSize === info.subgroupMaxSize
        ? info.subgroupMinSize
        : null,
    close() {
      device.destroy();
      instance = null;
    },
  };
}

/** Finds tensor cores that multiply float16 into float32 sums, for subgroups of 32. */
function findTensorCores(adapter: GPUAdapter): TensorCores | null {
  const { features, info } = adapter;
  const usable = OPTIONAL_FEATURES.every((feature) => features.has(feature));
  if (!usable || (info.subgroupMinSize ?? 32) > 32 || (info.subgroupMaxSize ?? 32) < 32) {
    return null;
  }
  const configs = (info as { readonly subgroupMatrixConfigs?: Iterable<SubgroupMatrixConfig> })
    .subgroupMatrixConfigs;
  for (const { M: m, N: n, K: k, componentType, resultComponentType } of configs ?? []) {
    if (
      componentType === "f16" &&
      resultComponentType === "f32" &&
      [m, n, k].every((size) => size === 8 || size === 16)
    ) {
      return { m, n, k };
    }
  }
  return null;
}
