import type { VerdictStore } from "./verdict-store.ts";

/**
 * Runs `work` with a signal that aborts when the item is settled elsewhere: erased, cancelled with its batch, or
 * expired. Its verdict is no longer needed, and aborting frees the engine for other items.
 */
export async function abortWhenSettled<T>(
  verdicts: Pick<VerdictStore, "onSettled">,
  id: string,
  work: (settled: AbortSignal) => Promise<T>,
): Promise<T> {
  const settled = new AbortController();
  const stopListening = verdicts.onSettled((ids) => {
    if (ids.includes(id)) settled.abort();
  });
  try {
    return await work(settled.signal);
  } finally {
    stopListening();
  }
}
