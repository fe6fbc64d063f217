import { linkSignals } from "./link-signals.ts";

export interface TimeoutOptions {
  readonly timeoutMs: number;
  /** Creates the error with which the wait rejects at the timeout. */
  readonly timeoutError: () => Error;
  /** Signals that also end the wait, each with its own reason. */
  readonly signals?: readonly (AbortSignal | undefined)[];
}

/**
 * Settles as `work` does, or rejects at the timeout or when one of the signals aborts. It does not wait for the work to
 * stop: the work is notified through its own signal and may still take effect.
 */
export async function withTimeout<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { timeoutMs, timeoutError, signals = [] }: TimeoutOptions,
): Promise<T> {
  const { signal, unlink } = linkSignals(signals, { timeoutMs, timeoutError });
  try {
    return await Promise.race([work(signal), rejectOnAbort(signal)]);
  } finally {
    unlink();
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(signal.reason as Error);
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail, { once: true });
  });
}
