import { EngineFailedError } from "../../errors.ts";
import { firstLine } from "../first-line.ts";
import type { Binding, Bindings, KernelSource } from "./kernels/kernel-source.ts";

/** Bytes of the immediates that every kernel has: `struct Step` in kernels/prelude.ts. */
const IMMEDIATE_BYTES = 12;

/** GPUShaderStage.COMPUTE */
const COMPUTE_STAGE = 4;

/** The buffers that a kernel binds, by their name in its WGSL. */
export type Buffers<Name extends string> = Readonly<Record<Name, GPUBuffer>>;

/** A compiled kernel. */
export interface Kernel<Name extends string> {
  readonly pipeline: GPUComputePipeline;
  readonly bind: (buffers: Buffers<Name>) => GPUBindGroup;
}

/** Compiles kernels. Kernels with equal bindings share one layout, so that a bind group serves all of them. */
export class KernelCompiler {
  readonly #device: GPUDevice;
  readonly #layouts = new Map<string, GPUBindGroupLayout>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /**
   * Rejects with EngineFailedError if the GPU cannot run the kernel: its limits may be too low for the model's shape.
   */
  async compile<Name extends string>(
    label: string,
    { bindings, code }: KernelSource<Name>,
  ): Promise<Kernel<Name>> {
    const layout = this.#layoutOf(bindings);
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
          `The GPU cannot run the kernel "${label}" in this model's shape: ${firstLine(cause)}`,
          { cause, retryable: false },
        );
      });
    const names = Object.keys(bindings) as Name[];
    return {
      pipeline,
      bind: (buffers) =>
        this.#device.createBindGroup({
          label,
          layout,
          entries: names.map((name, binding) => ({ binding, resource: { buffer: buffers[name] } })),
        }),
    };
  }

  #layoutOf(bindings: Bindings<string>): GPUBindGroupLayout {
    const accesses = Object.values<Binding>(bindings).map(({ access }) => access);
    const key = accesses.join();
    let layout = this.#layouts.get(key);
    if (layout === undefined) {
      layout = this.#device.createBindGroupLayout({
        entries: accesses.map((access, binding) => ({
          binding,
          visibility: COMPUTE_STAGE,
          buffer: { type: access === "read" ? "read-only-storage" : "storage" },
        })),
      });
      this.#layouts.set(key, layout);
    }
    return layout;
  }
}
