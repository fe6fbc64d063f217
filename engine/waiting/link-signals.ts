export interface LinkedSignal {
  readonly signal: AbortSignal;
  /** Aborts this signal and none of its sources. */
  readonly abort: (reason?: unknown) => void;
  /** Releases the sources and the timer. Must be called: otherwise a long-lived source keeps this signal in memory. */
  readonly unlink: () => void;
}

export interface LinkOptions {
  readonly timeoutMs?: number;
  /** The reason of the abort at the timeout; a DOMException "TimeoutError" by default. */
  readonly timeoutError?: () => unknown;
}

/**
 * Creates a signal that aborts when the first of its sources aborts, with the same reason, or at the timeout.
 *
 * This is the only way in which signals are combined: AbortSignal.any leaks memory while one of its sources lives on
 * (nodejs/node#62363), and AbortSignal.timeout keeps its timer after the work has ended.
 */
export function linkSignals(
  sources: readonly (AbortSignal | undefined)[],
  { timeoutMs, timeoutError = defaultTimeoutError }: LinkOptions = {},
): LinkedSignal {
  const controller = new AbortController();
  const listeners = new Map<AbortSignal, () => void>();
  const timer =
    timeoutMs === undefined ? undefined : setTimeout(() => controller.abort(timeoutError()), timeoutMs);
  for (const source of sources) {
    if (source === undefined || listeners.has(source)) continue;
    const follow = (): void => controller.abort(source.reason);
    if (source.aborted) follow();
    listeners.set(source, follow);
    source.addEventListener("abort", follow, { once: true });
  }
  return {
    signal: controller.signal,
    // Aborting again would create an exception that no code reads, and `wake` is called for each settled item.
    abort: (reason) => {
      if (!controller.signal.aborted) controller.abort(reason);
    },
    unlink: () => {
      clearTimeout(timer);
      for (const [source, follow] of listeners) source.removeEventListener("abort", follow);
    },
  };
}

function defaultTimeoutError(): DOMException {
  return new DOMException("The operation timed out", "TimeoutError");
}
