const FIRST_MS = 1000;
const MAX_MS = 30_000;

/** The pause before attempt number `attempt` (from 1): 1 s, 2 s, 4 s, … at most 30 s. */
export function backoffMs(attempt: number): number {
  return Math.min(MAX_MS, FIRST_MS * 2 ** (attempt - 1));
}
