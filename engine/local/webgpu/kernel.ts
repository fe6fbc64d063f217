import { EngineFailedError } from "../../errors.ts";
import { firstLine } from "../first-line.ts";

/** Bytes of the immediates that every kernel takes: `struct Step` in kernels/prelude.ts. */
const IMMEDIATE_BYTES = 12;

export interface Kernel {
  readonly pipeline: GPUComputePipeline;
  /** Buffers by binding number. */
  readonly bind: (buffers: Readonly<Record<number, GPUBuffer>>) => GPUBindGroup;
}

/**
 * Compiles kernels. What a kernel binds is read off its code, so that the two cannot differ; kernels that bind the same
 * share one layout, and so their bind groups.
 */
export class KernelCompiler {
  readonly #device: GPUDevice;
  readonly #layouts = new Map<string, GPUBindGroupLayout>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** Rejects with EngineFailedError where the device does not take the kernel: its memory may be too small for the model's shape. */
  async compile(label: string, code: string): Promise<Kernel> {
    const layout = this.#layoutOf(code);
    const pipeline = await this.#device
      .createComputePipelineAsync({
        label,
        layout: this.#device.createPipelineLayout({
          bindGroupLayouts: [layout],
          immediateSize: IMMEDIATE_BYTES,
        }),
        compute: { module: this.#device.createShaderModule({ label, code }), entryPoint: "main" },
      })
      .catch((cause: unknown) => {
        throw new EngineFailedError(
          `The graphics device cannot run the kernel "${label}" in this model's shape: ${firstLine(cause)}`,
          { cause, retryable: false },
        );
      });
    return {
      pipeline,
      bind: (buffers) =>
        this.#device.createBindGroup({
          label,
          layout,
          entries: Object.entries(buffers).map(([binding, buffer]) => ({
            binding: Number(binding),
            resource: { buffer },
          })),
        }),
    };
  }

  #layoutOf(code: string): GPUBindGroupLayout {
    const bindings = [...code.matchAll(/@binding\((\d+)\) var<storage, (read|read_write)>/g)];
    const key = bindings.map(([, binding, access]) => `${binding}${access}`).join();
    let layout = this.#layouts.get(key);
    if (layout === undefined) {
      layout = this.#device.createBindGroupLayout({
        entries: bindings.map(([, binding, access]) => ({
          binding: Number(binding),
          // GPUShaderStage.COMPUTE
          visibility: 4,
          buffer: { type: access === "read" ? "read-only-storage" : "storage" },
        })),
      });
      this.#layouts.set(key, layout);
    }
    return layout;
  }
}
