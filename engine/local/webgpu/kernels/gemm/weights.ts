import type { Bindings } from "../kernel-source.ts";

/** How a GEMM loads weights and turns them into float16. */
export interface WeightFormat<Name extends string> {
  /** Bindings besides `weight`. */
  readonly bindings: Bindings<Name>;
  /** Inputs of one piece, which a thread loads at a time. */
  readonly pieceInputs: number;
  /** The WGSL constant with the number of pieces of one output. */
  readonly pieces: string;
  /** The index of the piece at the octet `start`, a WGSL expression. */
  readonly firstPiece: string;
  /** Defines `WeightPiece`, `weight_piece(expert, column, piece)` and what the next two use. */
  readonly code: string;
  /** Writes the loaded piece with this index in its row to shared memory as float16. */
  readonly store: (row: string, piece: string, loaded: string) => string;
  /** Puts an octet of inputs into the order of the weights. */
  readonly order: (octet: string) => string;
}
