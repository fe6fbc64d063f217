/** Resolves after `ms`; rejects with the reason of a signal that aborts first. */
export async function sleep(ms: number, signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  const sources = signals.filter((signal) => signal !== undefined);
  for (const source of sources) source.throwIfAborted();
  let wake!: () => void;
  const woken = new Promise<void>((resolve) => (wake = resolve));
  const timer = setTimeout(wake, ms);
  for (const source of sources) source.addEventListener("abort", wake, { once: true });
  await woken;
  clearTimeout(timer);
  for (const source of sources) source.removeEventListener("abort", wake);
  for (const source of sources) source.throwIfAborted();
}
