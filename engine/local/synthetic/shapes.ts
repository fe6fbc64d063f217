/** The sizes of a synthetic checkpoint, named as in config.json. */
export interface SyntheticDimensions {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads: number;
  readonly head_dim: number;
  readonly num_local_experts: number;
  readonly num_experts_per_tok: number;
  readonly sliding_window: number;
}

/**
 * - `tiny`: the whole vocabulary of o200k_harmony, so that the real tokenizer works; everything else is small.
 * - `20b`: the shape of openai/gpt-oss-safeguard-20b, 13.8 GB.
 */
export const SYNTHETIC_SHAPES = {
  tiny: {
    vocab_size: 201_088,
    hidden_size: 64,
    intermediate_size: 64,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    head_dim: 16,
    num_local_experts: 4,
    num_experts_per_tok: 2,
    sliding_window: 128,
  },
  "20b": {
    vocab_size: 201_088,
    hidden_size: 2880,
    intermediate_size: 2880,
    num_hidden_layers: 24,
    num_attention_heads: 64,
    num_key_value_heads: 8,
    head_dim: 64,
    num_local_experts: 32,
    num_experts_per_tok: 4,
    sliding_window: 128,
  },
} as const satisfies Record<string, SyntheticDimensions>;

export type SyntheticShape = keyof typeof SYNTHETIC_SHAPES;
