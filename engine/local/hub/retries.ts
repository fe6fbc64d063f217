import { pause } from "../../waiting/pause.ts";
import { HubUnavailableError } from "./hub-error.ts";
import type { Patience } from "./patience.ts";

export interface RetryOptions {
  readonly patience: Patience;
  readonly signal: AbortSignal;
  /** Told of each pause before another attempt. */
  readonly onRetry?: (reason: string, pauseMs: number) => void;
}

/** Counts what went wrong in a row, and waits longer each time. */
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
   * Waits before the next attempt, at least as long as the server asks for. Throws the error itself if that was
   * the last attempt or it cannot be mended by waiting, and the signal's reason once that is aborted.
   */
  async waitAfter(error: unknown): Promise<void> {
    const { patience, signal, onRetry } = this.#options;
    signal.throwIfAborted();
    if (!(error instanceof HubUnavailableError)) throw error;
    this.#failures += 1;
    if (this.#failures >= this.#attempts) throw error;
    const asked = error.retryAfterMs ?? 0;
    if (asked > patience.maxRetryAfterMs) {
      throw new HubUnavailableError(
        `${error.message} and asks to be left alone for ${Math.ceil(asked / 60_000)} minutes`,
      );
    }
    // Several connections that failed together should not come back together.
    const own = patience.firstPauseMs * 2 ** (this.#failures - 1) * (0.75 + Math.random() / 2);
    const pauseMs = Math.max(asked, Math.min(own, patience.maxPauseMs));
    onRetry?.(error.message, pauseMs);
    await pause(pauseMs, signal);
    signal.throwIfAborted();
  }
}

/** Milliseconds of a Retry-After header (RFC 9110, 10.2.3: seconds or a date); null where there is none. */
export function parseRetryAfter(value: string | null, now = Date.now()): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
