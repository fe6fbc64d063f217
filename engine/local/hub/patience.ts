/** How long a pull waits for a hub, and how often it asks again. */
export interface Patience {
  /** Without an answer, or without a byte of it, a connection is given up. */
  readonly silenceMs: number;
  readonly firstPauseMs: number;
  /** Pauses double up to this one. */
  readonly maxPauseMs: number;
  /** A server that asks to be left alone for longer is not waited for. */
  readonly maxRetryAfterMs: number;
  /** Questions about a repository: whether it can be reached at all should be known soon. */
  readonly attempts: number;
  /** A file's download, counted anew whenever there was progress. */
  readonly attemptsWithoutProgress: number;
}

/** For the Hugging Face hub, whose rate limits look at windows of five minutes. */
export const PATIENCE: Patience = {
  silenceMs: 30_000,
  firstPauseMs: 1_000,
  maxPauseMs: 60_000,
  maxRetryAfterMs: 600_000,
  attempts: 4,
  attemptsWithoutProgress: 8,
};
