/**
 * How the experts' MXFP4 weights are kept.
 *
 * - `exact`: 8 bits a weight; every value of the checkpoint as it is.
 * - `compact`: 4 bits a weight; nearest values under a scale fitted to each block.
 */
export type Precision = "exact" | "compact";

export const PRECISIONS = ["exact", "compact"] as const satisfies readonly Precision[];

/** Bits of one weight, as QMoE's attribute expert_weight_bits takes them. */
export const WEIGHT_BITS = { exact: 8, compact: 4 } as const satisfies Record<Precision, number>;
