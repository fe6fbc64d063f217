/**
 * Maps with at most `concurrency` calls at a time and yields the results in the order of the source. Reads at most
 * that many elements ahead. A call that throws ends the iteration.
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
      // It is awaited later; until then its rejection must not count as unhandled.
      result.catch(() => undefined);
      running.push(result);
      if (running.length >= concurrency) yield await running.shift()!;
    }
    while (running.length > 0) yield await running.shift()!;
  } finally {
    await Promise.allSettled(running);
  }
}
