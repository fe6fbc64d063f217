/** How long one figure may take. */
export interface Patience {
  /** Runs whose median is the figure. */
  readonly repeats: number;
  /** No further run begins when so much time is spent: a slow machine gives a figure of fewer runs. */
  readonly budgetMs: number;
  readonly signal: AbortSignal;
}

/**
 * Milliseconds of each run. A first one warms up and does not count, unless it alone takes all the time there is. Throws
 * the signal's reason between two runs.
 */
export async function repeatTimed(
  run: () => Promise<void>,
  { repeats, budgetMs, signal }: Patience,
): Promise<number[]> {
  const warmUp = await timed(run, signal);
  if (warmUp >= budgetMs) return [warmUp];
  const times: number[] = [];
  let spent = warmUp;
  do {
    const time = await timed(run, signal);
    times.push(time);
    spent += time;
  } while (times.length < repeats && spent < budgetMs);
  return times;
}

async function timed(run: () => Promise<void>, signal: AbortSignal): Promise<number> {
  signal.throwIfAborted();
  const start = performance.now();
  await run();
  return performance.now() - start;
}
