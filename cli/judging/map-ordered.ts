/**
 * Maps with at most `concurrency` calls at a time and yields the results in the order of the source, which
 * is read no further ahead than that. A call that throws ends the whole.
 */
export async function* mapOrdered<T, R>(
  source: AsyncIterable<T>,
  concurrency: number,
  map: (value: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  try {
    for await (const value of source) {
      const result = map(value);
      // Awaited in its turn; until then a failure is not an unhandled one.
      result.catch(() => undefined);
      running.push(result);
      if (running.length >= concurrency) yield await running.shift()!;
    }
    while (running.length > 0) yield await running.shift()!;
  } finally {
    await Promise.allSettled(running);
  }
}
