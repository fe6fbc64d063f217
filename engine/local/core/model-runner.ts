/** Log-probabilities are read for at most this many tokens at one place. */
export const MAX_WANTED_LOGITS = 32;

/** One bit per token id, 32 to a word, lowest bit first: a set bit allows the token. Null allows all. */
export type TokenBitmask = Int32Array | null;

/** How the token behind a slice is chosen. */
export interface NextToken {
  /** The same object for the same set of tokens, never written to: a runner may keep what it made of it. */
  readonly mask: TokenBitmask;
  /** Null takes the likeliest token; a number in [0, 1) the one where the cumulative distribution passes it. */
  readonly draw: number | null;
  /** Tokens whose logits are wanted too, at most MAX_WANTED_LOGITS. */
  readonly wanted: readonly number[];
}

/** In place of a token where the logits of all that may follow are no numbers. */
export const NO_TOKEN = -1;

export interface ChosenToken {
  /** Or NO_TOKEN. */
  readonly token: number;
  /** Of `NextToken.wanted`, in that order. */
  readonly logits: readonly number[];
  /** ln of the sum of e^logit over the whole vocabulary, where logits were wanted: it makes log-probabilities of them. */
  readonly logSumExp: number;
}

/** New tokens of one sequence, behind `position` computed ones. */
export interface Slice<Place> {
  readonly place: Place;
  readonly tokens: readonly number[];
  readonly position: number;
  /** Null where more tokens of the sequence are known already. */
  readonly next: NextToken | null;
}

/** A sequence's place in the key/value cache. */
export interface OpenedPlace<Place> {
  readonly place: Place;
  /** Leading tokens that another sequence has computed. */
  readonly cachedTokens: number;
  /** Leading tokens that are kept for others once they are computed: as many of the shared ones as the cache can tell apart. */
  readonly keptTokens: number;
}

/**
 * A model and its key/value cache on one device. Knows nothing of requests: the engine core says what to compute, and
 * which token may come next.
 *
 * All calls are made one after the other; only `run` takes time.
 */
export interface ModelRunner<Place> {
  /**
   * A place for a sequence that begins with `tokens`. The first `sharedTokens` of them may be found computed, and are kept
   * for others once they are. Null where no place is free.
   */
  open(tokens: readonly number[], sharedTokens: number): OpenedPlace<Place> | null;
  /** Makes room for the first `tokens` tokens of a sequence. False where the memory is used up. */
  reserve(place: Place, tokens: number): boolean;
  /** Computes all slices and chooses their next tokens. Rejects with whatever the device throws. */
  run(slices: readonly Slice<Place>[]): Promise<(ChosenToken | null)[]>;
  /** The first `computedTokens` tokens are computed: what is shared of them may be kept. */
  keep(place: Place, computedTokens: number): void;
  close(place: Place): void;
  /** Gives the device's memory back. */
  release(): Promise<void>;
}
