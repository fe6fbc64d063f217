import type { KernelShape } from "./kernel-shape.ts";

/**
 * Decodes MXFP4 (OCP Microscaling Formats 1.0, 5.3.3 and 5.4.1): eight codes in a word, the first in the lowest nibble.
 *
 * Codes are decoded in pairs half a word apart, (0, 4), (1, 5), (2, 6) and (3, 7), so that one mask fits both.
 *
 * On the fast path a code's exponent and fraction are moved to their position in float16, which yields the value times
 * 2^-14. The smallest value becomes a subnormal, so GPUs that flush subnormals to zero take the other path.
 */
export function mxfp4({ unpacksSubnormals }: Pick<KernelShape, "unpacksSubnormals">): string {
  const pairs = unpacksSubnormals
    ? /* wgsl */ `
const E2M1_SCALE = 16384f;
fn e2m1_pairs(word: u32) -> array<vec2f, 4> {
  let bits = e2m1_halves(word);
  return array<vec2f, 4>(unpack2x16float(bits.x), unpack2x16float(bits.y), unpack2x16float(bits.z), unpack2x16float(bits.w));
}`
    : /* wgsl */ `
const E2M1_SCALE = 1f;
fn e2m1(code: u32) -> f32 {
  let magnitude = code & 7u;
  let bits = select((magnitude << 22u) + 0x3f000000u, select(0u, 0x3f000000u, magnitude == 1u), magnitude < 2u);
  return bitcast<f32>(bits | ((code & 8u) << 28u));
}
fn e2m1_pair(codes: u32) -> vec2f { return vec2f(e2m1(codes & 15u), e2m1((codes >> 16u) & 15u)); }
fn e2m1_pairs(word: u32) -> array<vec2f, 4> {
  return array<vec2f, 4>(e2m1_pair(word), e2m1_pair(word >> 4u), e2m1_pair(word >> 8u), e2m1_pair(word >> 12u));
}`;
  return /* wgsl */ `
/** The four pairs as float16 of 2^-14 times their values. */
fn e2m1_halves(word: u32) -> vec4u {
  return vec4u(
    ((word << 9u) & 0x0e000e00u) | ((word << 12u) & 0x80008000u),
    ((word << 5u) & 0x0e000e00u) | ((word << 8u) & 0x80008000u),
    ((word << 1u) & 0x0e000e00u) | ((word << 4u) & 0x80008000u),
    ((word >> 3u) & 0x0e000e00u) | (word & 0x80008000u),
  );
}${pairs}
/** 2^(code - 127), and 0 for code 0, which float32 has only as a subnormal. */
fn e8m0(code: u32) -> f32 { return bitcast<f32>(code << 23u); }
`;
}
