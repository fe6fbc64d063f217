/** Type of the hidden states and of every weight that is not quantized. */
export type Activation = "float32" | "float16";

/**
 * Where the bytes of an external tensor come from.
 *
 * - `bfloat16`: the named tensors one behind the other, as the activation's type
 * - `raw`: a tensor as it is
 * - `expert-codes` and `expert-scales`: MXFP4 blocks and scales as weights of QMoE
 * - `rope`: the rotary cache
 */
export type WeightSource =
  | { readonly kind: "bfloat16"; readonly tensors: readonly string[] }
  | { readonly kind: "raw"; readonly tensor: string }
  | { readonly kind: "expert-codes"; readonly blocks: string }
  | { readonly kind: "expert-scales"; readonly blocks: string; readonly scales: string }
  | { readonly kind: "rope"; readonly part: "cos" | "sin"; readonly positions: number };
