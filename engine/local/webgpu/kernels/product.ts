import { type Bindings, read, readWrite } from "./kernel-source.ts";

/** The size of y = x W^T. */
export interface ProductSize {
  readonly inputs: number;
  readonly outputs: number;
}

/** What every product y = x W^T binds: weights [outputs, inputs], or [experts, outputs, inputs]. */
export const PRODUCT_BINDINGS = {
  x: read("array<vec4u>"),
  weight: read("array<vec4u>"),
  y: readWrite("array<f32>"),
};

export type ProductName = keyof typeof PRODUCT_BINDINGS;

/**
 * The rows of x that a product multiplies, the same for GEMV and GEMM: kernels with the same rows have the same
 * bindings, so that one bind group serves them all.
 */
export interface InputRows<Name extends string> {
  readonly bindings: Bindings<Name>;
  /** Their number as a WGSL expression. */
  readonly count: string;
  /** The row of x as a WGSL expression. */
  readonly index: (row: string) => string;
  /** The body of `x_start` in gemm.ts. */
  readonly start: string;
}

/** All tokens of the step. */
export const TOKENS: InputRows<never> = {
  bindings: {},
  count: "step.tokens",
  index: (row) => row,
  start: "return select(0u, row * OCTETS, row < step.tokens);",
};

/** Only the tokens after which a token is chosen. */
export const SAMPLED_TOKENS: InputRows<"data"> = {
  bindings: { data: read("array<u32>") },
  count: "step.rows",
  index: (row) => `data[ROW_TOKENS + ${row}]`,
  start: "return data[ROW_TOKENS + select(0u, row, row < step.rows)] * OCTETS;",
};
