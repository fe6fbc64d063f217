import type { TensorSpec } from "./tensor-names.ts";

/** Provides the tensors of a model with experts in MXFP4. */
export interface TensorSource {
  /** Throws CheckpointError if the tensor does not exist. */
  describe(name: string): { readonly dtype: string; readonly shape: TensorSpec["shape"] };
  /** Yields the whole tensor in pieces of at most `chunkBytes`, a multiple of 16. Throws CheckpointError. */
  stream(name: string, chunkBytes: number): AsyncIterable<Uint8Array>;
}
