/**
 * Runs `work` with a signal that aborts when one of `parents` does or after `ms`. `expired()` tells the two apart.
 *
 * Not AbortSignal.any with AbortSignal.timeout: on Node 20 the first leaks with long-lived signals
 * (nodejs/node#54614), and the second keeps its timer after the work is done.
 */
export async function withDeadline<T>(
  parents: readonly AbortSignal[],
  ms: number,
  work: (signal: AbortSignal, expired: () => boolean) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let isExpired = false;
  const abort = (): void => controller.abort();
  const timer = setTimeout(() => {
    isExpired = true;
    abort();
  }, ms);
  for (const parent of parents) {
    if (parent.aborted) abort();
    parent.addEventListener("abort", abort, { once: true });
  }
  try {
    return await work(controller.signal, () => isExpired);
  } finally {
    clearTimeout(timer);
    for (const parent of parents) parent.removeEventListener("abort", abort);
  }
}
