import { linkSignals } from "../../waiting/link-signals.ts";

/**
 * Runs `action` on every item, in order, at most `limit` at a time.
 *
 * The first error aborts the signal of the others, and is thrown when all have ended.
 */
export async function runLimited<T>(
  items: readonly T[],
  limit: number,
  signal: AbortSignal,
  action: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const running = linkSignals([signal]);
  const queue = items.values();
  const work = async (): Promise<void> => {
    for (const item of queue) {
      if (running.signal.aborted) return;
      try {
        await action(item, running.signal);
      } catch (error) {
        running.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, work));
  running.unlink();
  signal.throwIfAborted();
  running.signal.throwIfAborted();
}
