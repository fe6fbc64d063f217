import type { VerdictStore } from "./verdict-store.ts";

/**
 * Runs `work` with a signal that aborts when the item is settled meanwhile: erased, cancelled with its batch, or
 * expired. Nobody wants its verdict then, and the engine has others to judge.
 */
export async function untilSettledElsewhere<T>(
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
