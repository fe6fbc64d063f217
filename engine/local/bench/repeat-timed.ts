/** How long one figure may take. */
export interface Patience {
  /** Runs whose median is the figure. */
  readonly repeats: number;
  /** No further run begins when those that count have taken so long: a slow machine gives a figure of fewer runs. */
  readonly budgetMs: number;
  readonly signal: AbortSignal;
}

/**
 * Milliseconds of each run. A first one warms up and never counts: compiling kernels may take a hundred times as long as
 * running them. Throws the signal's reason between two runs.
 */
export async function repeatTimed(
  run: () => Promise<void>,
  { repeats, budgetMs, signal }: Patience,
): Promise<number[]> {
  await timed(run, signal);
  const times: number[] = [];
  let spent = 0;
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
