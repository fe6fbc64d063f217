/** How a workgroup multiplies the tiles `x_tile` and `w_tile` in shared memory. */
export interface InnerProduct {
  /** Directives in front of the kernel. */
  readonly directives: string;
  readonly threads: number;
  /** Attributes and further parameters of the entry point. */
  readonly attributes: string;
  readonly parameters: string;
  /** Declares the sums. */
  readonly sums: string;
  /** Adds the product of the tiles to the sums. */
  readonly multiply: string;
  /** The epilogue: writes the sums to y. */
  readonly epilogue: string;
}
