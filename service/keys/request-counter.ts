/** Of a key's requests in the running minute. */
export interface RequestCount {
  /** The one that was counted just now included. */
  readonly requests: number;
  /** Until the next minute begins. */
  readonly resetSeconds: number;
}

/** Counts requests by key and minute, for all processes that share its store. */
export interface RequestCounter {
  count(keyId: string): Promise<RequestCount>;
  close(): void;
}
