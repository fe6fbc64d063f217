import { type KernelShape, padded, THREADS } from "./kernel-shape.ts";

/** Parts of the vocabulary: scoreTokensKernel runs a workgroup for each. */
export const VOCABULARY_PARTS = 48;

/**
 * Words of one part's score: largest logit, sum of exponentials, the same of the allowed tokens, and the likeliest of
 * them.
 */
export const SCORE_WORDS = 5;

export function scoreWords(rows: number): number {
  return rows * VOCABULARY_PARTS * SCORE_WORDS;
}

/** What the kernels that choose a token share. They bind `masks`. */
export function vocabulary({ config }: KernelShape): string {
  const tokensPerThread = Math.ceil(config.vocabSize / VOCABULARY_PARTS / THREADS);
  return /* wgsl */ `
const LOGITS_STRIDE = ${padded(config.vocabSize)}u;
const PARTS = ${VOCABULARY_PARTS}u;
const TOKENS_PER_THREAD = ${tokensPerThread}u;
const PART_TOKENS = TOKENS_PER_THREAD * THREADS;
const MASK_WORDS = ${Math.ceil(config.vocabSize / 32)}u;
const LOWEST = -3.4e38f;
fn allowed(mask: u32, token: u32) -> bool {
  return mask == NONE || ((masks[mask * MASK_WORDS + (token >> 5u)] >> (token & 31u)) & 1u) == 1u;
}
`;
}
