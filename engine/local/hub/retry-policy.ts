/** How long a pull waits for a hub, and how often it retries. */
export interface RetryPolicy {
  /** A connection that delivers no response, or no further byte, for this long is closed. */
  readonly idleTimeoutMs: number;
  readonly firstPauseMs: number;
  /** Pauses double up to this limit. */
  readonly maxPauseMs: number;
  /** The longest Retry-After that is waited for. */
  readonly maxRetryAfterMs: number;
  /** For a repository's metadata: few, so that an unreachable hub is reported soon. */
  readonly metadataAttempts: number;
  /** For a file's download; every progress resets the count. */
  readonly attemptsWithoutProgress: number;
}

/** For the Hugging Face hub, whose rate limits use windows of five minutes. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  idleTimeoutMs: 30_000,
  firstPauseMs: 1_000,
  maxPauseMs: 60_000,
  maxRetryAfterMs: 600_000,
  metadataAttempts: 4,
  attemptsWithoutProgress: 8,
};
