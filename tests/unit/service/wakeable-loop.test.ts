import { describe, expect, it, onTestFinished } from "vitest";
import { WakeableLoop, type WakeableLoopOptions } from "../../../service/wakeable-loop.ts";

const LONG_MS = 600_000;

/** A loop whose turns are counted; `reached` resolves when as many have begun. */
function countingLoop(
  turn: (count: number, closing: AbortSignal) => Promise<number>,
  options: Partial<WakeableLoopOptions> = {},
) {
  let count = 0;
  const waiting: { count: number; resolve: (count: number) => void }[] = [];
  const errors: { error: unknown; failures: number }[] = [];
  const loop = new WakeableLoop({
    turn: (closing) => {
      count += 1;
      for (const { resolve } of waiting.filter((one) => one.count <= count)) resolve(count);
      return turn(count, closing);
    },
    onError: (error, failures) => errors.push({ error, failures }),
    retryMs: LONG_MS,
    ...options,
  });
  onTestFinished(() => loop.close());
  const reached = (wanted: number): Promise<number> =>
    count >= wanted
      ? Promise.resolve(count)
      : new Promise((resolve) => waiting.push({ count: wanted, resolve }));
  return { loop, reached, errors, turns: () => count };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe("WakeableLoop", () => {
  it("waits as long as the turn returns", async () => {
    const { loop, reached } = countingLoop(async (count) => (count < 3 ? 1 : LONG_MS));
    loop.start();
    expect(await reached(3)).toBeGreaterThanOrEqual(3);
  });

  it("ends the wait when it is woken", async () => {
    const { loop, reached } = countingLoop(async () => LONG_MS);
    loop.start();
    await settled();
    loop.wake();
    expect(await reached(2)).toBe(2);
  });

  it("begins another turn directly if it is woken during one", async () => {
    let finish: (waitMs: number) => void = () => undefined;
    const { loop, reached } = countingLoop((count) =>
      count === 1 ? new Promise((resolve) => (finish = resolve)) : Promise.resolve(LONG_MS),
    );
    loop.start();
    loop.wake();
    finish(LONG_MS);
    expect(await reached(2)).toBe(2);
  });

  it("reports failed turns with their consecutive number, and continues", async () => {
    const broken = new Error("broken");
    const { loop, reached, errors } = countingLoop(
      async (count) => {
        if (count !== 3) throw broken;
        return 1;
      },
      { retryMs: 1 },
    );
    loop.start();
    await reached(5);
    expect(errors.slice(0, 3).map(({ failures }) => failures)).toEqual([1, 2, 1]);
    expect(errors[0]?.error).toBe(broken);
  });

  it("waits the minimum pause even if it is woken", async () => {
    const { loop, turns } = countingLoop(async () => 0, { minPauseMs: LONG_MS });
    loop.start();
    loop.wake();
    await settled();
    expect(turns()).toBe(1);
  });

  it("ends the wait at close, aborts the signal of the turn in progress, and waits for it", async () => {
    const ended: string[] = [];
    const { loop, turns } = countingLoop(async (_, closing) => {
      await new Promise((resolve) => closing.addEventListener("abort", resolve));
      await settled();
      ended.push("turn");
      return LONG_MS;
    });
    loop.start();
    await loop.close();
    ended.push("close");
    loop.wake();
    await settled();
    expect({ ended, turns: turns() }).toEqual({ ended: ["turn", "close"], turns: 1 });
  });
});
