/** The type of the hidden states and of every weight that is not quantized. */
export type Activation = "float32" | "float16";

/** The selected rows of a matrix: gate_up has the gates in its even rows and the ups in its odd rows. */
export type Rows = "all" | "even" | "odd";

/**
 * The source of an external tensor's bytes.
 *
 * - `bfloat16`: the named tensors, concatenated, in the activation's type
 * - `raw`: a tensor, unchanged
 * - `expert-codes` and `expert-scales`: MXFP4 blocks and scales as weights of QMoE
 * - `dense-codes` and `dense-scales`: MXFP4 blocks and scales of a single expert as weights of MatMulNBits, and `dense-bias`
 *   as float32; gate and up alternate, so `rows` can select every other row
 * - `row-codes` and `row-scales`: int8 matrices, concatenated, as weights of MatMulNBits; each row's scale `repeat` times
 * - `rope`: the rotary cache
 */
export type WeightSource =
  | { readonly kind: "bfloat16"; readonly tensors: readonly string[] }
  | { readonly kind: "raw"; readonly tensor: string }
  | { readonly kind: "expert-codes"; readonly blocks: string }
  | { readonly kind: "expert-scales"; readonly blocks: string; readonly scales: string }
  | { readonly kind: "dense-codes"; readonly blocks: string; readonly rows: Rows }
  | { readonly kind: "dense-scales"; readonly scales: string; readonly rows: Rows }
  | { readonly kind: "dense-bias"; readonly bias: string; readonly rows: Rows }
  | { readonly kind: "row-codes"; readonly tensors: readonly string[] }
  | { readonly kind: "row-scales"; readonly tensors: readonly string[]; readonly repeat: number }
  | { readonly kind: "rope"; readonly part: "cos" | "sin"; readonly positions: number };
