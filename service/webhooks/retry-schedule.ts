const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * Delays between the attempts at one delivery: the example schedule of Standard Webhooks 1.0.0, shortened so that the
 * last attempt is made after 24 hours.
 */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  6 * HOUR + 25 * MINUTE,
];

const JITTER = 0.1;
/** The longest delay that a receiver can request. */
const MAX_RETRY_AFTER_MS = 10 * HOUR;

/**
 * Returns the milliseconds until the attempt after this one (counted from 1), or null if it was the last. Varies the
 * schedule by up to a tenth, so that simultaneous failures are not retried simultaneously. The delay is never shorter
 * than what the receiver requested, up to MAX_RETRY_AFTER_MS.
 */
export function retryDelayMs(
  attempt: number,
  retryAfterMs: number | null,
  delaysMs: readonly number[] = RETRY_DELAYS_MS,
  random: () => number = Math.random,
): number | null {
  const scheduled = delaysMs[attempt - 1];
  if (scheduled === undefined) return null;
  const jittered = scheduled * (1 - JITTER + 2 * JITTER * random());
  return Math.round(Math.max(jittered, Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS)));
}

/** Parses Retry-After, seconds or an HTTP date (RFC 9110 section 10.2.3), to milliseconds. Null if it is neither. */
export function parseRetryAfter(field: string | undefined, now: Date): number | null {
  if (field === undefined) return null;
  const text = field.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND;
  if (!/^[A-Z][a-z]{2}, /.test(text)) return null;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}
