import { type KernelShape, THREADS } from "../kernel-shape.ts";
import type { TensorCores } from "../tensor-cores.ts";
import { type AttentionPhase, PREFILL_ROWS } from "./attention.ts";

const SUBGROUPS = THREADS / 32;
/** Rows of a subgroup: those of one matrix, or of two if matrices have 8. */
export const SUBGROUP_ROWS = 16;
const ROWS: Readonly<Record<AttentionPhase, number>> = { prefill: PREFILL_ROWS, decode: SUBGROUP_ROWS };
const KEYS = [128, 64, 32] as const;

/** Float32 by which rows of sums are longer, so that the threads of two rows reach all banks of shared memory. */
export const SKEW = 4;

/** Octets of float16 from one row of shared memory to the next: an odd number, for the same reason. */
export function strideOf(length: number): number {
  return length / 8 + 1;
}

/** How the subgroups of a workgroup split attention on tensor cores. */
export interface TensorCoreSplit {
  readonly rows: number;
  readonly keys: number;
  /** Subgroups with the same rows. For the scores each has its share of a tile's keys. */
  readonly keyGroups: number;
  /**
   * For the output `dimGroups` of them have their share of the dimensions, and `parts` of them their share of the keys.
   */
  readonly dimGroups: number;
  readonly parts: number;
  /** Threads of a row. */
  readonly lanes: number;
  /** Octets of float16 in shared memory. */
  readonly factors: number;
  readonly values: number;
  /** Float32 in shared memory. */
  readonly sums: number;
}

/** Returns null if matrices, heads or shared memory do not fit: the kernel without tensor cores runs then. */
export function splitOnTensorCores(
  phase: AttentionPhase,
  { config }: KernelShape,
  { n, k }: TensorCores,
  workgroupStorage: number,
): TensorCoreSplit | null {
  const { headDim, numAttentionHeads, numKeyValueHeads } = config;
  const rows = ROWS[phase];
  if (numAttentionHeads / numKeyValueHeads > rows) return null;
  const keyGroups = SUBGROUPS / (rows / SUBGROUP_ROWS);
  const dimGroups = Math.min(keyGroups, headDim / n);
  const parts = keyGroups / dimGroups;
  const lanes = THREADS / rows;
  for (const keys of KEYS) {
    const factors = Math.max(Math.max(rows, keys) * strideOf(headDim), rows * strideOf(keys));
    const values = keys * strideOf(headDim);
    const sums = Math.max(rows * (keys + SKEW), parts * rows * (headDim + SKEW));
    const whole = [
      // Matrices of scores: along the dimensions, and of a subgroup's keys.
      headDim / k,
      keys / keyGroups / n,
      // Matrices of outputs: along the keys, and of a subgroup's dimensions.
      parts,
      keys / parts / k,
      headDim / dimGroups / n,
      // Octets of probabilities of a thread, octets of keys that it loads, and threads that load one key.
      keys / 8 / lanes,
      (keys * headDim) / 8 / THREADS,
      THREADS / (headDim / 8),
    ].every(Number.isInteger);
    if (whole && 16 * (factors + values) + 4 * sums <= workgroupStorage) {
      return { rows, keys, keyGroups, dimGroups, parts, lanes, factors, values, sums };
    }
  }
  return null;
}
