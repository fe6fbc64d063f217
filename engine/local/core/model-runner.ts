/** The most tokens whose logits are read at one position. */
export const MAX_LOGPROB_TOKENS = 32;

/** One bit per token id, 32 to a word, lowest bit first: a set bit allows the token. Null allows all. */
export type TokenBitmask = Int32Array | null;

/** How the token after a slice is chosen. */
export interface NextToken {
  /** The same object for the same set of tokens, never written to: a runner may cache by identity. */
  readonly mask: TokenBitmask;
  /**
   * Null chooses the most likely token; a number in [0, 1) the token at which the cumulative distribution exceeds it.
   */
  readonly draw: number | null;
  /** Tokens whose logits are returned, at most MAX_LOGPROB_TOKENS. */
  readonly logprobTokens: readonly number[];
}

/** Returned instead of a token if no allowed token has a number as its logit. */
export const NO_TOKEN = -1;

export interface ChosenToken {
  /** Or NO_TOKEN. */
  readonly token: number;
  /** The logits of `NextToken.logprobTokens`, in that order. */
  readonly logits: readonly number[];
  /**
   * ln of the sum of e^logit over the whole vocabulary; a logit minus it is a log-probability. Unspecified without
   * `logprobTokens`.
   */
  readonly logSumExp: number;
}

/** New tokens of one sequence, after `position` computed ones. */
export interface Slice<Slot> {
  readonly slot: Slot;
  readonly tokens: readonly number[];
  readonly position: number;
  /** Null if later tokens of the sequence are known already. */
  readonly next: NextToken | null;
}

/** A sequence's slot in the KV cache. */
export interface Allocation<Slot> {
  readonly slot: Slot;
  /** Leading tokens found in the prefix cache. */
  readonly cachedTokens: number;
  /** Leading tokens that the prefix cache will hold once computed: the shared ones, rounded down to what it stores. */
  readonly cacheableTokens: number;
}

/**
 * A model and its KV cache on one device.
 *
 * Knows nothing about requests: the engine core says what to compute, and which token may come next. Calls never
 * overlap; only `run` takes time.
 */
export interface ModelRunner<Slot> {
  /**
   * Allocates a slot for a sequence that begins with `tokens`; the prefix cache may hold the first `sharedTokens`.
   * Null if no slot or no memory is free.
   */
  allocate(tokens: readonly number[], sharedTokens: number): Allocation<Slot> | null;
  /** Reserves memory for the first `tokens` tokens of a sequence. False if there is not enough. */
  reserve(slot: Slot, tokens: number): boolean;
  /** Computes all slices and chooses their next tokens. Rejects with whatever the device throws. */
  run(slices: readonly Slice<Slot>[]): Promise<(ChosenToken | null)[]>;
  /** Commits to the prefix cache what is shared of the first `computedTokens` tokens. */
  commit(slot: Slot, computedTokens: number): void;
  free(slot: Slot): void;
  /** The part of the KV cache that sequences occupy, from 0 to 1. */
  kvCacheShare(): number;
  /** Releases the device's memory. */
  release(): Promise<void>;
}
