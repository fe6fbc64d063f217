/**
 * Runs `action` on every item, at most `limit` at a time, in order of the items. The first that fails aborts the
 * signal of the others; when all have ended, its error is thrown.
 */
export async function runLimited<T>(
  items: readonly T[],
  limit: number,
  signal: AbortSignal,
  action: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const queue = items.values();
  const work = async (): Promise<void> => {
    for (const item of queue) {
      if (either.aborted) return;
      try {
        await action(item, either);
      } catch (error) {
        failure.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, work));
  signal.throwIfAborted();
  failure.signal.throwIfAborted();
}
