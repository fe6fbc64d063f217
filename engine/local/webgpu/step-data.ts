import { MAX_LOGPROB_TOKENS } from "../core/model-runner.ts";

/** u32 words of one row's result: the token, the log-sum-exp, and the logits of its logprob tokens. */
export const RESULT_WORDS = 2 + MAX_LOGPROB_TOKENS;

/** No token, no mask or no row, in the data of a step. */
export const NONE = 0xffff_ffff;

/** The layout of a step's data in its one buffer: the offset of each section in u32 words. */
export function stepSections(maxTokens: number, maxRows: number) {
  const sizes = {
    /** By token: its id, its position, the sequence's row of the block table. */
    token_ids: maxTokens,
    positions: maxTokens,
    sequences: maxTokens,
    /** Tokens whose attention is computed by the decode kernel. */
    decode_tokens: maxTokens,
    /** Tiles of the prefill kernel: the first token and the number of tokens. */
    prefill_tiles: 2 * maxTokens,
    /**
     * By sampled row: its token, its mask's slot or NONE, and the draw in [0, 1) as float32 bits, negative for none.
     */
    row_tokens: maxRows,
    row_masks: maxRows,
    row_draws: maxRows,
    row_logprob_tokens: MAX_LOGPROB_TOKENS * maxRows,
  };
  let words = 0;
  const offsets = {} as Record<keyof typeof sizes, number>;
  for (const [name, size] of Object.entries(sizes)) {
    offsets[name as keyof typeof sizes] = words;
    words += size;
  }
  return { offsets, words };
}
