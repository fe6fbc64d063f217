import { stepSections } from "../step-data.ts";
import { BLOCK_TOKENS, type KernelShape, THREADS } from "./kernel-shape.ts";

/**
 * The beginning of every kernel of a model. The numbers of a step are immediates, written once a step; the sizes of the
 * model are constants. Activations are pairs of float16 in a u32. Weights are the bytes of the checkpoint: pairs of
 * bfloat16 in a u32, and MXFP4.
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
