import { MAX_LOGPROB_TOKENS } from "../core/model-runner.ts";

/** u32 words of one row's result: token, log-sum-exp, and the logits asked for. */
export const RESULT_WORDS = 2 + MAX_LOGPROB_TOKENS;

export const NONE = 0xffff_ffff;

/** Where the parts of a step's data lie in its one buffer, in u32 words. */
export function stepSections(maxTokens: number, maxRows: number) {
  const sizes = {
    /** By token: its id, its position, the row of the block table. */
    token_ids: maxTokens,
    positions: maxTokens,
    sequences: maxTokens,
    /** Tokens that attend one by one. */
    singles: maxTokens,
    /** Runs of tokens that attend together: the first and how many. */
    attend_tiles: 2 * maxTokens,
    /** By sampled row: its token, its mask's slot or NONE, the draw in [0, 1) as float bits or a negative number. */
    row_tokens: maxRows,
    row_masks: maxRows,
    row_draws: maxRows,
    row_wanted: MAX_LOGPROB_TOKENS * maxRows,
  };
  let words = 0;
  const offsets = {} as Record<keyof typeof sizes, number>;
  for (const [name, size] of Object.entries(sizes)) {
    offsets[name as keyof typeof sizes] = words;
    words += size;
  }
  return { offsets, words };
}
