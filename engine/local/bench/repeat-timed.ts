/** Limits how long one figure may take. */
export interface TimeBudget {
  /** The number of timed runs. */
  readonly repeats: number;
  /** No run starts after this much timed work: on a slow machine a figure comes from fewer runs. */
  readonly budgetMs: number;
  readonly signal: AbortSignal;
}

/**
 * Returns the milliseconds of each run, without a warm-up run: compiling kernels can take a hundred times as long as
 * running them. Throws the signal's reason between two runs.
 */
export async function repeatTimed(
  run: () => Promise<void>,
  { repeats, budgetMs, signal }: TimeBudget,
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
