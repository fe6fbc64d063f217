import { pause } from "../../waiting/pause.ts";
import { HubUnavailableError } from "./hub-error.ts";
import type { RetryPolicy } from "./retry-policy.ts";

export interface RetryOptions {
  readonly retryPolicy: RetryPolicy;
  readonly signal: AbortSignal;
  /** Called before each pause. */
  readonly onRetry?: (reason: string, pauseMs: number) => void;
}

/** Counts consecutive failures and waits longer after each (exponential backoff with jitter). */
export class Retries {
  readonly #options: RetryOptions;
  readonly #attempts: number;
  #failures = 0;

  constructor(attempts: number, options: RetryOptions) {
    this.#attempts = attempts;
    this.#options = options;
  }

  progressed(): void {
    this.#failures = 0;
  }

  /**
   * Waits before the next attempt, at least for the server's Retry-After. Throws the error itself if it was the last
   * attempt or is not transient, and the signal's reason once it is aborted.
   */
  async waitAfter(error: unknown): Promise<void> {
    const { retryPolicy, signal, onRetry } = this.#options;
    signal.throwIfAborted();
    if (!(error instanceof HubUnavailableError)) throw error;
    this.#failures += 1;
    if (this.#failures >= this.#attempts) throw error;
    const retryAfterMs = error.retryAfterMs ?? 0;
    if (retryAfterMs > retryPolicy.maxRetryAfterMs) {
      throw new HubUnavailableError(
        `${error.message}: retry after ${Math.ceil(retryAfterMs / 60_000)} minutes`,
      );
    }
    // Jitter: connections that failed together must not retry together.
    const backoff = retryPolicy.firstPauseMs * 2 ** (this.#failures - 1) * (0.75 + Math.random() / 2);
    const pauseMs = Math.max(retryAfterMs, Math.min(backoff, retryPolicy.maxPauseMs));
    onRetry?.(error.message, pauseMs);
    await pause(pauseMs, signal);
    signal.throwIfAborted();
  }
}

/** Parses a Retry-After header (RFC 9110, 10.2.3: seconds or a date) to milliseconds; null if missing or malformed. */
export function parseRetryAfter(value: string | null, now = Date.now()): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
