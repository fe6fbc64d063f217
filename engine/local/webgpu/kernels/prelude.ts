import type { GptOssConfig } from "../../checkpoint/config.ts";
import { stepSections } from "../step-data.ts";

/** Tiled products write whole tiles, of so many rows and columns at most: what they write is as long and as wide. */
export const PADDING = 128;

/** Rows of the lowest tile. */
export const LEAST_TILE_ROWS = 16;

/** Threads of a workgroup, where nothing speaks for more or fewer. */
export const THREADS = 256;

/** Tokens of one block of the key/value cache. */
export const BLOCK_TOKENS = 16;

/** The lanes of a subgroup as an expression; `builtin` names the entry point's subgroup_size. */
export function lanesOf({ subgroupLanes }: Pick<KernelShape, "subgroupLanes">, builtin: string): string {
  return subgroupLanes === null ? builtin : `${subgroupLanes}u`;
}

export function padded(size: number): number {
  return Math.ceil(size / PADDING) * PADDING;
}

/** What is compiled into every kernel. */
export interface KernelShape {
  readonly config: GptOssConfig;
  readonly maxBatchedTokens: number;
  readonly maxNumSeqs: number;
  /** Blocks of one sequence at most: a row of the block table. */
  readonly blocksPerSequence: number;
  /** Threads of the largest workgroup. */
  readonly maxThreads: number;
  /** Lanes of a subgroup, where the device has subgroups of one size only: loops over them can then be unrolled. */
  readonly subgroupLanes: number | null;
  /** Whether a float16 smaller than 2^-14 survives being unpacked, and being multiplied (see probe-halves.ts). */
  readonly unpacksSubnormals: boolean;
  readonly multipliesSubnormals: boolean;
}

/**
 * What all kernels share. Numbers of one step come as immediates, written once a step; the sizes of the model are
 * constants. Activations travel as pairs of float16 in a u32, weights as the checkpoint's own bytes: pairs of bfloat16
 * in a u32, and MXFP4.
 */
export function prelude({ config, maxBatchedTokens, maxNumSeqs, blocksPerSequence }: KernelShape): string {
  const sections = stepSections(maxBatchedTokens, maxNumSeqs);
  return /* wgsl */ `
enable subgroups;
requires immediate_address_space;
requires subgroup_id;
diagnostic(off, subgroup_uniformity);

struct Step { tokens: u32, rows: u32, expert_tile: u32 }
var<immediate> step: Step;

const THREADS = ${THREADS}u;
const HIDDEN = ${config.hiddenSize}u;
const HEADS = ${config.numAttentionHeads}u;
const KV_HEADS = ${config.numKeyValueHeads}u;
const GROUP = ${config.numAttentionHeads / config.numKeyValueHeads}u;
const HEAD_DIM = ${config.headDim}u;
const EXPERTS = ${config.numLocalExperts}u;
const TOP = ${config.numExpertsPerToken}u;
const INTERMEDIATE = ${config.intermediateSize}u;
const VOCAB = ${config.vocabSize}u;
const BLOCK_TOKENS = ${BLOCK_TOKENS}u;
const BLOCKS_PER_SEQUENCE = ${blocksPerSequence}u;
${Object.entries(sections.offsets)
  .map(([name, offset]) => `const ${name.toUpperCase()} = ${offset}u;`)
  .join("\n")}
const NONE = 0xffffffffu;

fn bfloat16_pair(bits: u32) -> vec2f {
  return vec2f(bitcast<f32>(bits << 16u), bitcast<f32>(bits & 0xffff0000u));
}
`;
}

/** Sums over the workgroup; every thread gets the sum. */
export const workgroupSum = (threads: number): string => /* wgsl */ `
var<workgroup> partial_sums: array<f32, ${threads / 4}>;
struct Place {
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) thread: u32,
  @builtin(subgroup_id) subgroup: u32,
  @builtin(num_subgroups) subgroups: u32,
  @builtin(subgroup_invocation_id) lane: u32,
  @builtin(subgroup_size) lanes: u32,
}
fn workgroup_sum(value: f32, place: Place) -> f32 {
  let sum = subgroupAdd(value);
  if (place.lane == 0u) { partial_sums[place.subgroup] = sum; }
  workgroupBarrier();
  var total = 0f;
  for (var i = 0u; i < place.subgroups; i += 1u) { total += partial_sums[i]; }
  workgroupBarrier();
  return total;
}
`;

/**
 * MXFP4 (OCP Microscaling Formats 1.0, 5.3.3 and 5.4.1): eight codes a word, the first in the lowest nibble.
 *
 * Codes are taken out in pairs that lie half a word apart, (0, 4), (1, 5), (2, 6) and (3, 7): so one mask fits both.
 *
 * Fast: a code's exponent and fraction, moved to where float16 has them, are the value times 2^-14. The smallest value
 * becomes a subnormal float16, so this needs a device that does not flush those.
 */
export function mxfp4(shape: Pick<KernelShape, "unpacksSubnormals">): string {
  const pairs = shape.unpacksSubnormals
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
/** 2^(code - 127), and 0 for the code whose exponent float32 has only as a subnormal. */
fn e8m0(code: u32) -> f32 { return bitcast<f32>(code << 23u); }
`;
}
