import type { KernelShape } from "../kernel-shape.ts";
import { read } from "../kernel-source.ts";
import { mxfp4 } from "../mxfp4.ts";
import { unroll } from "../unroll.ts";
import type { WeightFormat } from "./weights.ts";

/** MXFP4 [experts, outputs, inputs]: blocks of 32 inputs with one scale. */
export function mxfp4Weights(shape: KernelShape, multipliesFloat16: boolean): WeightFormat<"scales"> {
  return {
    bindings: { scales: read("array<u32>") },
    pieceInputs: 32,
    pieces: "BLOCKS",
    firstPiece: "start / 4u",
    code: `${mxfp4(shape)}
${LOAD}${multipliesFloat16 ? STORE_IN_FLOAT16 : STORE_IN_FLOAT32}${ORDER}`,
    store: (row, piece, loaded) => `let at = ${row} + (${piece}) * 4u;
             store_block(at, ${loaded});`,
    order: (octet) => `ordered(${octet})`,
  };
}

const LOAD = /* wgsl */ `
/** As it is in memory: decoding it while it is being loaded would wait for it. */
struct WeightPiece { codes: vec4u, scales: u32, shift: u32 }
fn weight_piece(expert: u32, column: u32, block: u32) -> WeightPiece {
  let index = (expert * OUTPUTS + column) * BLOCKS + block;
  return WeightPiece(weight[index], scales[index >> 2u], (index & 3u) * 8u);
}
fn scale_of(piece: WeightPiece) -> f32 { return e8m0((piece.scales >> piece.shift) & 0xffu); }
`;

const STORE_IN_FLOAT16 = /* wgsl */ `
fn scaled(bits: vec4u, factor: f16) -> vec4u {
  let pair = vec2<f16>(factor);
  return vec4u(
    bitcast<u32>(bitcast<vec2<f16>>(bits.x) * pair),
    bitcast<u32>(bitcast<vec2<f16>>(bits.y) * pair),
    bitcast<u32>(bitcast<vec2<f16>>(bits.z) * pair),
    bitcast<u32>(bitcast<vec2<f16>>(bits.w) * pair),
  );
}
fn store_block(at: u32, piece: WeightPiece) {
  let scale = scale_of(piece);
  // One factor for the codes' encoding and for the scale: float16 holds it up to 2^15.
  let factor = f16(min(scale, 2f) * 16384f);
  ${unroll(4, (q) => `w_tile[at + ${q}u] = scaled(e2m1_halves(piece.codes.${"xyzw"[q]}), factor);`)}
  // Rare: such a block has weights of 8 and more.
  if (scale > 2f) {
    let rest = f16(scale * 0.5f);
    for (var q = 0u; q < 4u; q += 1u) { w_tile[at + q] = scaled(w_tile[at + q], rest); }
  }
}`;

const STORE_IN_FLOAT32 = /* wgsl */ `
fn scaled(word: u32, factor: f32) -> vec4u {
  let pairs = e2m1_pairs(word);
  return vec4u(
    pack2x16float(pairs[0] * factor),
    pack2x16float(pairs[1] * factor),
    pack2x16float(pairs[2] * factor),
    pack2x16float(pairs[3] * factor),
  );
}
fn store_block(at: u32, piece: WeightPiece) {
  let factor = scale_of(piece) * E2M1_SCALE;
  ${unroll(4, (q) => `w_tile[at + ${q}u] = scaled(piece.codes.${"xyzw"[q]}, factor);`)}
}`;

const ORDER = /* wgsl */ `
/** The inputs in the order in which codes are decoded: of eight, those that are four apart become neighbours. */
fn ordered(octet: vec4u) -> vec4u {
  return vec4u(
    (octet.x & 0xffffu) | (octet.z << 16u),
    (octet.x >> 16u) | (octet.z & 0xffff0000u),
    (octet.y & 0xffffu) | (octet.w << 16u),
    (octet.y >> 16u) | (octet.w & 0xffff0000u),
  );
}
`;
