import type { GptOssConfig } from "../../checkpoint/config.ts";

/** A GEMM writes whole tiles, of at most this many rows and columns: its output is padded to multiples of it. */
export const PADDING = 128;

/** Rows of the lowest GEMM tile. */
export const LEAST_TILE_ROWS = 16;

/** Threads of a workgroup, unless a kernel has a reason for another number. */
export const THREADS = 256;

/** Tokens of one block of the KV cache. */
export const BLOCK_TOKENS = 16;

/** What is compiled into every kernel. */
export interface KernelShape {
  readonly config: GptOssConfig;
  readonly maxBatchedTokens: number;
  readonly maxNumSeqs: number;
  /** The most blocks of one sequence: the length of a row of the block table. */
  readonly blocksPerSequence: number;
  /** Threads of the largest workgroup that the GPU runs. */
  readonly maxThreads: number;
  /** Null if the GPU has subgroups of several sizes. A constant size lets the compiler unroll loops. */
  readonly subgroupSize: number | null;
  /** Whether a float16 below 2^-14 survives unpacking and multiplication (see probe-subnormals.ts). */
  readonly unpacksSubnormals: boolean;
  readonly multipliesSubnormals: boolean;
}

export function padded(size: number): number {
  return Math.ceil(size / PADDING) * PADDING;
}

/** The size of a subgroup as a WGSL expression; `builtin` names the entry point's subgroup_size. */
export function subgroupSizeOf({ subgroupSize }: KernelShape, builtin: string): string {
  return subgroupSize === null ? builtin : `${subgroupSize}u`;
}
