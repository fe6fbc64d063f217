/** The requests of a key in the current minute. */
export interface RequestCount {
  /** Including the one just counted. */
  readonly requests: number;
  /** Until the next minute begins. */
  readonly resetSeconds: number;
}

/** Counts requests by key and minute, across all processes that share its store. */
export interface RequestCounter {
  count(keyId: string): Promise<RequestCount>;
  close(): void;
}
