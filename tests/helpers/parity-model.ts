import { writeSyntheticCheckpoint } from "../../engine/local/synthetic/write-synthetic-checkpoint.ts";

/** The checkpoints that tests/fixtures/parity was made from: small, and with every part of a gpt-oss model. */
const DIMENSIONS = {
  vocab_size: 1024,
  hidden_size: 128,
  intermediate_size: 96,
  num_hidden_layers: 4,
  num_attention_heads: 8,
  num_key_value_heads: 2,
  head_dim: 32,
  num_local_experts: 12,
  num_experts_per_tok: 4,
  sliding_window: 128,
};

export const PARITY_MODELS = {
  plain: { seed: 11, tiedExperts: 1 },
  /**
   * Experts tie in pairs: of each pair, the four that are chosen include both or neither. (torch.topk does not define
   * which of
   * two equals is the last to be chosen, and its CPU and GPU versions differ.)
   */
  pairs: { seed: 12, tiedExperts: 2 },
} as const;

export type ParityModel = keyof typeof PARITY_MODELS;

export async function writeParityCheckpoint(directory: string, model: ParityModel): Promise<void> {
  await writeSyntheticCheckpoint(directory, { ...PARITY_MODELS[model], dimensions: DIMENSIONS });
}

/** The prompt with this number of tokens. tests/helpers/scripts/transformers-reference.py has the same. */
export function parityPrompt(length: number, vocabSize = DIMENSIONS.vocab_size): number[] {
  return Array.from({ length }, (_, index) => (index * 7919 + length * 104_729 + 5) % vocabSize);
}
