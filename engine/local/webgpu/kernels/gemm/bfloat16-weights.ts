import type { WeightFormat } from "./weights.ts";

/** bfloat16 [outputs, inputs]. */
export const BFLOAT16_WEIGHTS: WeightFormat<never> = {
  bindings: {},
  pieceInputs: 8,
  pieces: "OCTETS",
  firstPiece: "start",
  code: /* wgsl */ `
alias WeightPiece = vec4u;
fn weight_piece(expert: u32, column: u32, octet: u32) -> WeightPiece {
  return weight[column * OCTETS + octet];
}
fn half_pair(bits: u32) -> u32 { return pack2x16float(bfloat16_pair(bits)); }
fn halves(piece: WeightPiece) -> vec4u {
  return vec4u(half_pair(piece.x), half_pair(piece.y), half_pair(piece.z), half_pair(piece.w));
}
`,
  store: (row, piece, loaded) => `w_tile[${row} + ${piece}] = halves(${loaded});`,
  order: (octet) => `(${octet})`,
};
