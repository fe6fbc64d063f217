import { create, globals } from "webgpu";
import type { MatrixUnits } from "./kernels/matrix-units.ts";

export const { GPUBufferUsage, GPUMapMode } = globals as unknown as {
  readonly GPUBufferUsage: typeof globalThis.GPUBufferUsage;
  readonly GPUMapMode: typeof globalThis.GPUMapMode;
};

/** A graphics device, opened for computing. */
export interface Gpu {
  readonly device: GPUDevice;
  /** For people: "NVIDIA H100 80GB HBM3". */
  readonly name: string;
  /** Vulkan, Metal or Direct3D in software: right, and slow. */
  readonly software: boolean;
  readonly limits: GPUSupportedLimits;
  readonly matrixUnits: MatrixUnits | null;
  /** Null where subgroups have several sizes. */
  readonly subgroupLanes: number | null;
  close(): void;
}

/** There is no device that can run the kernels. The message says what is missing. */
export class NoGpuError extends Error {
  override readonly name = "NoGpuError";
}

const NEEDED_FEATURES = ["subgroups"] as const;
const WANTED_FEATURES = [
  "shader-f16",
  "subgroup-size-control",
  "chromium-experimental-subgroup-matrix",
] as const;

/** What the kernels use at most. */
const NEEDED_LIMITS = {
  maxStorageBuffersPerShaderStage: 10,
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

interface SubgroupMatrixConfig extends MatrixUnits {
  readonly M: number;
  readonly N: number;
  readonly K: number;
  readonly componentType: string;
  readonly resultComponentType: string;
}

/**
 * Dawn's switches. Robust buffer access and validation protect a browser from the page's shaders; here both are ours, and
 * they cost a tenth of the speed. `vulkan_enable_f16_on_nvidia`: Dawn keeps float16 from NVIDIA's drivers because of
 * failures of theirs in graphics shaders (crbug.com/42251215).
 */
const FEATURES =
  "enable-dawn-features=allow_unsafe_apis,vulkan_enable_f16_on_nvidia,disable_robustness,skip_validation";
const CHECKED_FEATURES = "enable-dawn-features=allow_unsafe_apis,vulkan_enable_f16_on_nvidia";

export interface OpenGpuOptions {
  /** Checks every call and every access to memory: for tests. */
  readonly checked?: boolean;
  /** False multiplies by ordinary instructions. */
  readonly matrixUnits?: boolean;
}

/** Opens the machine's fastest graphics device. Throws NoGpuError. */
export async function openGpu({ checked = false, matrixUnits = true }: OpenGpuOptions = {}): Promise<Gpu> {
  // Held by `close` below: Dawn's instance must outlive everything made from it, and nothing else refers to it.
  let instance: GPU | null = create([checked ? CHECKED_FEATURES : FEATURES]);
  const adapter = await instance.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) {
    throw new NoGpuError("Neither Vulkan, Metal nor Direct3D 12 shows a graphics device.");
  }
  for (const feature of NEEDED_FEATURES) {
    if (!adapter.features.has(feature)) {
      throw new NoGpuError(`${adapter.info.device || "The graphics device"} lacks the feature ${feature}.`);
    }
  }
  for (const [name, needed] of Object.entries(NEEDED_LIMITS)) {
    const limit = adapter.limits[name as keyof typeof NEEDED_LIMITS];
    if (!(limit >= needed)) {
      throw new NoGpuError(
        `${adapter.info.device || "The graphics device"} has a ${name} of ${limit}, ${needed} is needed.`,
      );
    }
  }
  const units = matrixUnits ? findMatrixUnits(adapter) : null;
  const device = await adapter.requestDevice({
    requiredFeatures: [...NEEDED_FEATURES, ...WANTED_FEATURES].filter((feature) =>
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
    matrixUnits: units,
    subgroupLanes:
      info.subgroupMinSize !== undefined && info.subgroupMinSize === info.subgroupMaxSize
        ? info.subgroupMinSize
        : null,
    close() {
      device.destroy();
      instance = null;
    },
  };
}

/** float16 in, float32 sums, in subgroups of 32. */
function findMatrixUnits(adapter: GPUAdapter): MatrixUnits | null {
  const { features, info } = adapter;
  const usable = WANTED_FEATURES.every((feature) => features.has(feature));
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
