import type { TensorSpec } from "./tensor-names.ts";

/** Where the tensors of a model with experts in MXFP4 come from. */
export interface TensorSource {
  /** Throws CheckpointError if there is no such tensor. */
  describe(name: string): { readonly dtype: string; readonly shape: TensorSpec["shape"] };
  /** The whole tensor in pieces of at most `chunkBytes`, a multiple of 16. Throws CheckpointError. */
  stream(name: string, chunkBytes: number): AsyncIterable<Uint8Array>;
}
