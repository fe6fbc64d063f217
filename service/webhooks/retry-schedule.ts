const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * Pauses between the attempts at one delivery: the schedule that Standard Webhooks 1.0.0 gives as its
 * example, cut so that the last attempt is made after 24 hours.
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
/** A receiver can put an attempt off, but not for ever. */
const MAX_RETRY_AFTER_MS = 10 * HOUR;

/**
 * Milliseconds until the attempt that follows this one (counted from 1), or null where it was the last.
 * Within a tenth of the schedule, so that failures that came together do not come back together; never
 * earlier than the receiver asked.
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

/** Retry-After in milliseconds: seconds or an HTTP date (RFC 9110 section 10.2.3). Null where it is neither. */
export function parseRetryAfter(field: string | undefined, now: Date): number | null {
  if (field === undefined) return null;
  const text = field.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND;
  if (!/^[A-Z][a-z]{2}, /.test(text)) return null;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}
