/**
 * How the experts' MXFP4 weights are stored.
 *
 * - `exact`: 8 bits per weight; the values of the checkpoint, unchanged.
 * - `compact`: 4 bits per weight; the nearest values under a scale fitted to each block.
 */
export type Precision = "exact" | "compact";

export const PRECISIONS = ["exact", "compact"] as const satisfies readonly Precision[];

/** Bits per weight: QMoE's attribute expert_weight_bits. */
export const WEIGHT_BITS = { exact: 8, compact: 4 } as const satisfies Record<Precision, number>;
