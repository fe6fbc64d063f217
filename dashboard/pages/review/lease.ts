/** The share of a lease that must be over before it is extended. */
const EXTEND_AFTER = 0.5;

export interface Lease {
  /** Milliseconds since the epoch. */
  readonly claimedAt: number;
  readonly expiresAt: number;
}

/** Whether to extend a lease now: half of it is over, and the reviewer did something since it was claimed. */
export function shouldExtend({ claimedAt, expiresAt }: Lease, lastActivity: number, now: number): boolean {
  const over = (now - claimedAt) / (expiresAt - claimedAt);
  return lastActivity > claimedAt && over >= EXTEND_AFTER;
}

/** "8 min", "40 s"; null once it has expired. */
export function leaseLeft(expiresAt: number, now: number): string | null {
  const seconds = Math.floor((expiresAt - now) / 1000);
  if (seconds <= 0) return null;
  return seconds >= 60 ? `${Math.floor(seconds / 60)} min` : `${seconds} s`;
}
